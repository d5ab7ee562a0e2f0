import { expect, test } from 'vitest'
import corrections from '../../content/locales/taiwan.json' with { type: 'json' }
import { inTraditional, traditional } from '../../src/content/traditional.ts'
import { content as ourContent } from '../support/content.ts'

test.each([
  ['数据', '資料'],
  ['用户的视频', '使用者的影片'],
  ['点“开始”', '點「開始」'],
  ['点击率', '點擊率'],
  ['内容审核', '內容審核'],
  ['最多只有两个', '最多只有兩個'],
  ['激光雷达和摄像头', '光達和攝影機'],
  ['用真实时间', '用真實時間'],
  ['在子区里输入命令', '在討論串裡輸入指令'],
  ['欺诈检测', '詐欺檢測'],
  ['`/mock fraud-detection` 和 {{count}} 条', '`/mock fraud-detection` 和 {{count}} 條'],
  ['recall', 'recall'],
])('%s is written %s in Taiwan', (simplified, expected) => {
  expect(traditional(simplified)).toBe(expected)
})

test('a value keeps its structure, and all that is no text', () => {
  const value = { minute: 3, text: '召回', list: [null, '标签'], drawn: true }
  expect(inTraditional(value)).toEqual({ minute: 3, text: '召回', list: [null, '標籤'], drawn: true })
})

test('no correction undoes another', () => {
  const wrong = Object.keys(corrections)
  for (const right of Object.values(corrections))
    expect(wrong.filter((each) => right.includes(each))).toEqual([])
})

test('content has each text for Taiwan, with the same structure', () => {
  const { problems, stages, references } = ourContent
  const shape = (text: string) => text.replace(/\p{Script=Han}+|[「」“”]/gu, '字').replace(/字+/gu, '字')
  for (const { zh, 'zh-TW': taiwan } of problems.values()) {
    expect(shape(taiwan.body)).toBe(shape(zh.body))
    expect(taiwan.diagrams).toHaveLength(zh.diagrams.length)
  }
  expect(stages.map(({ name }) => name['zh-TW'])).toContain('指標定義')
  expect([...references.values()].every((each) => each['zh-TW'].pages.length === each.zh.pages.length)).toBe(
    true,
  )
})
