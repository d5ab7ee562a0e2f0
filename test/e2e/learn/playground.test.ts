import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from '../../platforms/playground/page.ts'
import { NAMES } from '../group/group.ts'
import { openPlaygroundGroup, type PlaygroundGroup } from '../group/playground.ts'
import { onPlayground } from './reader.ts'
import { expectSearchAnswers, PAGES, readEverything } from './story.ts'

describe('reading on the playground', () => {
  let group: PlaygroundGroup
  let page: Page

  beforeAll(async () => {
    group = await openPlaygroundGroup()
    page = await group.pageOf('ana')
  })
  afterAll(() => group?.close())

  test('every page of everything is read in one private message', async () => {
    const pages = await Promise.all(NAMES.map(group.pageOf))
    expect(await readEverything(pages.map((each) => onPlayground(each, 'general')))).toBe(PAGES)
  })

  test('what is there is found, and what is not is answered', async () => {
    await expectSearchAnswers(onPlayground(page, 'general'))
    expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
  })
})
