import { describe, expect, test } from 'vitest'
import { answerIn } from '../../../src/features/challenge/rules/wording.ts'

describe('the word that makes a message an answer', () => {
  test.each([
    ['answer: use a queue', 'use a queue'],
    ['  Answer:\n# 1. Requirements', '# 1. Requirements'],
    ['回答：先问目标', '先问目标'],
    ['我的答案:先问目标', '先问目标'],
    ['我的答案：先问目标', '先问目标'],
    ['答：先问目标', '先问目标'],
    ['答 :先问目标', '先问目标'],
    ['最终答案：先问目标', '先问目标'],
    ['以下是我的答案：先问目标', '先问目标'],
    ['我的回答如下：\n先问目标', '先问目标'],
    ['**我的答案**：先问目标', '先问目标'],
    ['My answer is below:\nx', 'x'],
    ['我的回答（第二版）：先问目标', '先问目标'],
    ['答案\n先问目标', '先问目标'],
    ['我的解答：先问目标', '先问目标'],
    ['answer:', ''],
    ['**Answer:** bold', 'bold'],
    ['**Answer**: bold', 'bold'],
    ['**Answer: all of it**\nmore', 'all of it\nmore'],
    ['*Answer:* in Slack', 'in Slack'],
    ['*My answer*\nin Slack', 'in Slack'],
    ['`answer:` as the card shows it', 'as the card shows it'],
    ['# 回答：标题', '标题'],
    ['## My answer\n\n### 1. Requirements', '### 1. Requirements'],
    ['## **My answer**\ntext', 'text'],
    ['My answer: mine', 'mine'],
    ['Our answer: ours', 'ours'],
    ['Final answer: x', 'x'],
    ['MY FINAL ANSWER : x', 'x'],
    ['Here’s my answer: x', 'x'],
    ['My solution: x', 'x'],
    ['Answer (v2): x', 'x'],
    ['Answer 2: x', 'x'],
    ['My answer\nUse a queue.', 'Use a queue.'],
    ['My answer\r\nUse a queue.', 'Use a queue.'],
    ['My answer', ''],
    ['@Loopmate answer: x', 'x'],
    ['@Loopmate Bot answer: x', 'x'],
    ['<@123456789012345678> answer: x', 'x'],
    ['<@U0123ABCD>, my answer: x', 'x'],
    ['@Loopmate\n## My answer\nx', 'x'],
    ['> How would you begin?\nanswer: x', 'x'],
    ['> How would you begin?\n\n@Ana My answer: x', 'x'],
    ['Re: Answer: x', 'x'],
    ['✅ Answer: x', 'x'],
    [':white_check_mark: *Answer:* x', 'x'],
    ['→ answer: x', 'x'],
    ['- answer: x', 'x'],
    ['answer: **Goal** first', '**Goal** first'],
  ])('%j', (text, rest) => {
    expect(answerIn(text)).toBe(rest)
  })

  test.each([
    '> answer: what somebody else wrote',
    'the answer: 42',
    '@Ana the answer: 42',
    'answers: two',
    'my answer is that we need a queue: a long one',
    'answer the question: why?',
    'Answer me this: why?',
    'Could you answer: yes or no?',
    'my answer would be: no',
    'I answer\nwhat I can',
    '答案是：42',
    '回答一下：谁来？',
    '请回答：谁来？',
    'solution: found one?',
    '@Ana @Ben hello',
    'Loopmate answer: x',
    '#answer is a tag',
    '',
  ])('not in %j', (text) => {
    expect(answerIn(text)).toBeUndefined()
  })

  test('is found in linear time: otherwise this never ends', () => {
    const spaces = ' '.repeat(400_000)
    for (const text of [
      `answer${spaces}`,
      spaces,
      `my${spaces}answer`,
      '> \n'.repeat(100_000),
      `**answer${spaces}:`,
    ])
      expect([undefined, '']).toContain(answerIn(text))
  })
})
