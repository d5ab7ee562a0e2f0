import { action, type Block, type Choice, type Language, MAX_ACTION_LENGTH, type Message } from '#bot'
import { shortened } from '../../../kit/names.ts'
import { type Hit, writePageRef } from '../rules.ts'
import { buttons, contentsButton, type Reader, searchButton, switchTo, wordsOf } from './pages.ts'

type Results = Readonly<{ query: string; hits: readonly Hit[]; reader: Reader }>

export function results({ query, hits, reader }: Results): Message {
  const { language } = reader
  const t = wordsOf(reader)
  const lines = hits.map(({ document, page, snippet }) => {
    const title = `**${page.title[language]}** · ${document.title[language]}`
    return snippet === '' ? title : `${title}\n${snippet}`
  })
  return {
    summary: t('learn.found', { count: hits.length, query: shown(query) }),
    blocks: [
      { type: 'text', text: t('learn.found', { count: hits.length, query: shown(query) }) },
      { type: 'text', text: lines.join('\n\n') },
      choosing(hits, reader, t('learn.open')),
      searching(query, reader),
    ],
  }
}

/** The message for a query without results. @param near pages with similar titles */
export function nothing(query: string, near: readonly Omit<Hit, 'snippet'>[], reader: Reader): Message {
  const t = wordsOf(reader)
  const text = t('learn.nothing', { query: shown(query) })
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      ...(near.length > 0 ? [choosing(near, reader, t('learn.near'))] : []),
      searching(query, reader),
    ],
  }
}

/** The message for a query outside of the bot's subject. */
export function outside(sentence: string, reader: Reader): Message {
  return {
    summary: sentence,
    blocks: [{ type: 'text', text: sentence }, buttons([contentsButton(reader), searchButton(reader)])],
  }
}

/** The choice of a page in a list that mixes documents. */
export function choiceOf({ document, page }: Omit<Hit, 'snippet'>, language: Language): Choice {
  return {
    value: writePageRef({ document: document.slug, page: page.id }),
    label: `${page.title[language]} · ${document.title[language]}`,
  }
}

function choosing(hits: readonly Omit<Hit, 'snippet'>[], { language }: Reader, placeholder: string): Block {
  return {
    type: 'select',
    action: action('learn.found', language),
    placeholder,
    choices: hits.map((hit) => choiceOf(hit, language)),
  }
}

function searching(query: string, reader: Reader): Block {
  const again = query.trim().toWellFormed()
  // A long query does not fit into a button, so there is none to switch the language.
  const fits = 'learn.find|en|'.length + encodeURIComponent(again).length <= MAX_ACTION_LENGTH
  const switched = action('learn.find', reader.other, again)
  return buttons([
    contentsButton(reader),
    searchButton(reader),
    ...(fits ? [switchTo(reader, switched)] : []),
  ])
}

function shown(query: string): string {
  const line = query.replace(/[\s*_`~|⟦⟧<>\\]+/gu, ' ').trim()
  return shortened(line)
}
