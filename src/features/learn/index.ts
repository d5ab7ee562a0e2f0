import { z } from 'zod'
import {
  type ActionEvent,
  type AutocompleteEvent,
  action,
  type Choice,
  type Form,
  LANGUAGES,
  type Message,
  UserError,
} from '#bot'
import { type Draft, drawnNow } from '../../durable/outbox/index.ts'
import { type Caller, readingLanguage } from '../caller.ts'
import type { ActionHandler, Feature, FeatureDeps } from '../feature.ts'
import { findGroup } from '../groups/store.ts'
import { problemsUnderWay } from '../peers.ts'
import { contents, type Reader } from './cards/pages.ts'
import { choiceOf } from './cards/results.ts'
import { createLibrary, type Library } from './library.ts'
import { type Closed, otherLanguage, readPageRef } from './rules.ts'

export type LearnApi = Readonly<{
  /** The contents, or the answer to a query. */
  open(caller: Caller, query: string | undefined): Promise<Message>
  suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
}>

const SUGGESTED = 25
const QUERY_LIMIT = 200
const NOTHING_CLOSED: Closed = new Set()

const languageSchema = z.enum(LANGUAGES)

/** `/learn`: the references, the glossary, and those pages of problems that a learner may see. */
export const learn: Feature<LearnApi> = {
  name: 'learn',
  create(deps) {
    const library = createLibrary(deps)
    const { texts, renderer } = deps

    /** @param named the language that a button carries; without one the caller's */
    async function readerOf(caller: Caller, named?: string): Promise<Reader> {
      const language = languageSchema.catch(caller.language).parse(named)
      return {
        texts,
        language,
        other: otherLanguage(language, caller.language),
        closed: await problemsUnderWay(deps.peers, caller.group.id),
        pictures: deps.platforms.get(caller.user.platform)?.showsPrivateImages ?? false,
      }
    }

    /** A button or choice that leads to a page, which replaces the button's message. */
    const leadTo = (page: (event: ActionEvent, reader: Reader) => Draft | Promise<Draft>): ActionHandler => ({
      answer: 'replace',
      run: async (event, caller) =>
        drawnNow(await page(event, await readerOf(caller, event.action.args[0])), renderer),
    })

    return {
      api: {
        open: async (caller, query = '') =>
          drawnNow(await library.answer(query, await readerOf(caller)), renderer),
        suggest: (event) => suggest(deps, library, event),
      },
      actions: {
        'learn.contents': leadTo((_, reader) => contents(library.documents(), reader)),
        'learn.book': leadTo(({ action: { args }, value }, reader) =>
          library.show({ document: argument(value ?? args[1]) }, reader),
        ),
        'learn.page': leadTo(({ action: { args }, value }, reader) =>
          library.show({ document: argument(args[1]), page: argument(value ?? args[2]) }, reader),
        ),
        'learn.found': leadTo(({ value }, reader) => library.show(readPageRef(argument(value)), reader)),
        'learn.find': leadTo(({ action: { args } }, reader) => library.answer(argument(args[1]), reader)),
        'learn.search': { answer: 'form', run: async (event) => searchForm(deps, event) },
      },
      forms: {
        'learn.search': {
          answer: 'private',
          async run({ values, action: { args } }, caller) {
            const reader = await readerOf(caller, args[0])
            return drawnNow(await library.answer(values.query ?? '', reader), renderer)
          },
        },
      },
      home: async ({ t }) => [
        { type: 'buttons', buttons: [{ label: t('home.learn'), action: action('learn.contents') }] },
      ],
    }
  },
}

function searchForm({ texts }: FeatureDeps, { action: { args } }: ActionEvent): Form {
  const language = languageSchema.catch('en').parse(args[0])
  const t = texts.in(language)
  return {
    action: action('learn.search', language),
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

async function suggest(
  { db, peers }: FeatureDeps,
  library: Library,
  { actor, typed }: AutocompleteEvent,
): Promise<readonly Choice[]> {
  const group = await findGroup(db, actor)
  const language = readingLanguage(actor, group)
  // A space without a group has no mocks or challenges.
  const closed = group ? await problemsUnderWay(peers, group.id) : NOTHING_CLOSED
  if (typed.trim() === '')
    return [...library.documents().values()]
      .slice(0, SUGGESTED)
      .map(({ slug, title }) => ({ value: slug, label: title[language] }))
  const hits = (await library.search()).find(typed, language, closed, SUGGESTED)
  return hits.map((hit) => choiceOf(hit, language))
}

/** @throws UserError for a button that lacks the argument */
function argument(text: string | undefined): string {
  if (text === undefined) throw new UserError('error.oldButton')
  return text
}
