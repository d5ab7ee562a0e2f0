import { expect } from 'vitest'
import { indexDocuments } from '../../../src/features/learn/documents.ts'
import type { Document } from '../../../src/features/learn/rules.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { content as ourContent } from '../../support/content.ts'
import type { Reader } from './reader.ts'

const documentIndex = indexDocuments(ourContent, loadTexts())
export const documents: readonly Document[] = [...documentIndex.values()]
export const PAGES = documents.reduce((sum, { pages }) => sum + pages.length, 0)

/** Every document is read by one of these people, all at the same time. @returns the number of pages */
export async function readEverything(readers: readonly Reader[]): Promise<number> {
  const shares = readers.map((_, share) => documents.filter((_, index) => index % readers.length === share))
  const read = await Promise.all(readers.map((reader, share) => readAll(reader, shares[share] ?? [])))
  return read.reduce((sum, pages) => sum + pages, 0)
}

/** Opens each from the contents, and turns every page of it forth, and one back. */
async function readAll(reader: Reader, share: readonly Document[]): Promise<number> {
  await reader.learn()
  let pages = 0
  for (const document of share) {
    const select = document.kind === 'reference' ? 'References' : 'Problems'
    expect(reader.offered(select)).toEqual(
      documents.filter(({ kind }) => kind === document.kind).map(({ slug }) => slug),
    )
    await reader.choose(select, document.slug)
    for (const { title } of document.pages) expect(reader.text()).toContain(title.en)
    await reader.press('Start reading')
    for (const [index, page] of document.pages.entries()) {
      const position = `${document.title.en} · ${index + 1}/${document.pages.length}`
      expect(reader.text()).toContain(position)
      expect(reader.text()).toContain(page.title.en)
      const ends = [
        index > 0 ? ['‹ Previous'] : [],
        index < document.pages.length - 1 ? ['Next ›'] : [],
      ].flat()
      expect(reader.buttons()).toEqual([...ends, 'Contents', '中文'])
      pages++
      if (index < document.pages.length - 1) await reader.press('Next ›')
      else if (index > 0) {
        await reader.press('‹ Previous')
        expect(reader.text()).toContain(`· ${index}/${document.pages.length}`)
      }
    }
    await reader.press('中文')
    expect(reader.text()).toContain(document.title.zh)
    await reader.press('目录')
    expect(reader.text()).toContain(document.oneLiner.zh)
    await reader.press('English')
    expect(reader.text()).toContain(document.oneLiner.en)
    await reader.choose('Open a page', document.pages.at(-1)?.id ?? '')
    expect(reader.text()).toContain(`· ${document.pages.length}/${document.pages.length}`)
    await reader.press('Contents')
    await reader.press('All there is')
  }
  // All this in one private message.
  expect(reader.count()).toBe(1)
  return pages
}

/** Searches as people do, and as they shouldn't. */
export async function expectSearchAnswers(reader: Reader): Promise<void> {
  for (const query of ['selection bias', '选择偏差', 'selektion bias']) {
    await reader.learn(query)
    expect(reader.text(), query).toMatch(/pages? on “/u)
    expect(reader.offered('Open one')).toContain('fraud-detection/design-3')
  }
  await reader.choose('Open one', 'fraud-detection/design-3')
  expect(reader.text()).toContain('Payment')
  expect(reader.text()).toMatch(/Fraud Detection · \d+\/\d+/u)
  await reader.learn('选择偏差')
  await reader.press('中文')
  expect(reader.text()).toMatch(/找到 \d+ 页/u)

  // A page's own name, as the suggestions write it, leads there at once.
  await reader.learn('fraud-detection/brief')
  expect(reader.text()).toContain('We process card payments')
  await reader.learn('支付欺诈检测')
  expect(reader.buttons()).toContain('Start reading')

  await reader.learn('qwxzk vvkjq')
  expect(reader.text()).toContain('Nothing here about “qwxzk vvkjq”')
  expect(reader.buttons()).toEqual(['All there is', 'Search', '中文'])
  await reader.learn('fruad detction brieff')
  expect([...reader.offered('Open one'), ...reader.offered('Did you mean one of these?')]).toContain(
    'fraud-detection/brief',
  )
  await reader.learn(' ')
  expect(reader.text()).toContain('What would you like to read?')
  await reader.learn('<@everyone> **bold** ⟦user U1⟧ selection bias')
  expect(reader.text()).not.toContain('**bold**')

  for (const query of ['coding interview', '算法题', 'tell me about yourself', 'paper review']) {
    await reader.learn(query)
    expect(reader.text(), query).toMatch(/ML system design|whole system/u)
    expect(reader.buttons()).toEqual(['All there is', 'Search'])
  }
  await reader.press('All there is')
  expect(reader.text()).toContain('What would you like to read?')
  await reader.learn('fraud detection papers')
  expect(reader.offered('Open one')).toContain('fraud-detection/brief')
}
