import { z } from 'zod'
import {
  type ActionEvent,
  type ActionHandler,
  type AutocompleteEvent,
  action,
  type Choice,
  type Form,
  type Handlers,
  type Interaction,
  languageOf,
  type Message,
  UserError,
} from '#bot'
import type { Content } from '../../content/schema.ts'
import { besidesScope, outOfScope } from '../../content/scope.ts'
import { type Draft, drawnNow, type PictureRenderer } from '../../durable/outbox/index.ts'
import type { Texts } from '../../texts/catalogue.ts'
import type { SettingsFlow } from '../settings/flow.ts'
import { fillShelf } from './books.ts'
import { bookContents, contents, missing, pageMessage, type Reader } from './pages.ts'
import { choiceOf, nothing, outside, results } from './results.ts'
import { type Closed, find, type Place, readPlace, titled } from './rules.ts'
import { createSearch, type Search } from './search.ts'

export type LearnDeps = Readonly<{
  content: Content
  texts: Texts
  settings: SettingsFlow
  renderer: PictureRenderer
  /**
   * The slugs of the problems on which somebody in the group works, in a mock or a challenge: their
   * worked designs open afterwards.
   */
  closedIn(groupId: string): Promise<Closed>
}>

export type LearnFlow = Handlers &
  Readonly<{
    /** The contents, or what was asked for. */
    open(event: Interaction, query: string | undefined): Promise<Message>
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

const HITS_SHOWN = 8
const NEAR_SHOWN = 3
const SUGGESTED = 25
const QUERY_LIMIT = 200
const NOTHING_CLOSED: Closed = new Set()

const language = z.enum(['en', 'zh'])

/** What there is to read, page by page: the references, and of the problems what a learner may see. */
export function createLearn({ content, texts, settings, renderer, closedIn }: LearnDeps): LearnFlow {
  const shelf = fillShelf(content, texts)
  // Not at the start, which it would make half a second longer.
  let built: Promise<Search> | undefined
  const searched = () => {
    built ??= createSearch(shelf, content.glossary)
    return built
  }

  /** @param named the language that a button carries; without one the person's own, else the group's */
  async function readerOf(event: Interaction, named?: string): Promise<Reader> {
    const group = await settings.groupAt(event)
    const chosen = language.safeParse(named)
    return {
      texts,
      language: chosen.success ? chosen.data : (languageOf(event.actor.locale) ?? group.language),
      closed: await closedIn(group.id),
      pictures: event.actor.platform !== 'slack',
    }
  }

  function show(place: Place, reader: Reader): Draft {
    const found = find(shelf, place, reader.closed)
    switch (found.kind) {
      case 'book':
        return bookContents(found.book, reader)
      case 'page':
        return pageMessage(found.book, found.page, found.index, reader)
      case 'closed':
      case 'gone':
        return missing(found.kind, found.book, reader)
      default:
        return found satisfies never
    }
  }

  async function answer(query: string, reader: Reader): Promise<Draft> {
    if (query.trim() === '') return contents(shelf, reader)
    const place = readPlace(query)
    const { kind } = find(shelf, place, reader.closed)
    if (kind !== 'gone') return show(place, reader)
    const exact = titled(shelf, query)
    if (exact) return show(exact, reader)
    const search = await searched()
    const topic = outOfScope(content.scope, query)
    // Whoever names a page of ours with it asks for that page.
    if (topic && !search.isTitle(besidesScope(content.scope, query), reader.closed))
      return outside(texts.in(reader.language)(`scope.${topic}`), reader)
    const hits = search.find(query, reader.language, reader.closed, HITS_SHOWN)
    return hits.length > 0
      ? results({ query, hits, reader })
      : nothing(query, search.nearest(query, reader.closed, NEAR_SHOWN), reader)
  }

  /** A button or a choice that leads on, in place of what bears it. */
  const leading = (to: (event: ActionEvent, reader: Reader) => Draft | Promise<Draft>): ActionHandler => ({
    answer: 'replace',
    run: async (event) => drawnNow(await to(event, await readerOf(event, event.action.args[0])), renderer),
  })

  async function searchForm(event: ActionEvent): Promise<Form> {
    const chosen = language.catch('en').parse(event.action.args[0])
    const t = texts.in(chosen)
    return {
      action: action('learn.search', chosen),
      title: t('learn.search'),
      submit: t('learn.search'),
      fields: [
        {
          id: 'query',
          kind: 'text',
          label: t('learn.query'),
          help: t('learn.queryHelp'),
          required: true,
          multiline: false,
          maxLength: QUERY_LIMIT,
        },
      ],
    }
  }

  return {
    open: async (event, query = '') => drawnNow(await answer(query, await readerOf(event)), renderer),

    async suggest({ actor, typed }) {
      const group = await settings.knownGroup(actor)
      const own = languageOf(actor.locale) ?? group?.language ?? 'en'
      // Where there is no group yet, nobody works on anything.
      const closed = group ? await closedIn(group.id) : NOTHING_CLOSED
      if (typed.trim() !== '')
        return (await searched()).find(typed, own, closed, SUGGESTED).map((hit) => choiceOf(hit, own))
      return [...shelf.values()]
        .slice(0, SUGGESTED)
        .map(({ slug, title }) => ({ value: slug, label: title[own] }))
    },

    actions: {
      'learn.contents': leading((_, reader) => contents(shelf, reader)),
      'learn.book': leading(({ action: { args }, value }, reader) =>
        show({ book: argument(value ?? args[1]) }, reader),
      ),
      'learn.page': leading(({ action: { args }, value }, reader) =>
        show({ book: argument(args[1]), page: argument(value ?? args[2]) }, reader),
      ),
      'learn.found': leading(({ value }, reader) => show(readPlace(argument(value)), reader)),
      'learn.find': leading(({ action: { args } }, reader) => answer(argument(args[1]), reader)),
      'learn.search': { answer: 'form', run: searchForm },
    },

    forms: {
      'learn.search': {
        answer: 'private',
        run: async (event) =>
          drawnNow(
            await answer(event.values.query ?? '', await readerOf(event, event.action.args[0])),
            renderer,
          ),
      },
    },

    async home(event) {
      const group = await settings.groupAt(event)
      const t = settings.textsFor(event.actor, group)
      return [{ type: 'buttons', buttons: [{ label: t('home.learn'), action: action('learn.contents') }] }]
    },
  }
}

/** @throws UserError for a button that carries less than ours do */
function argument(text: string | undefined): string {
  if (text === undefined) throw new UserError('error.oldButton')
  return text
}
