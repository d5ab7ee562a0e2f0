import {
  codeLanguageOf,
  endingOf,
  isPicture,
  isTextFile,
  mediaTypeOf,
} from '../../../src/features/answers/file-rules.ts'
import { diagramsIn, partText, readPart, stageOfEmoji } from '../../../src/features/answers/rules.ts'
import { answerMessage } from '../../../src/features/challenge/cards/answer-card.ts'
import { analyse } from '../../../src/features/challenge/rules/analysis.ts'
import { emojiVocabulary } from '../../../src/features/challenge/rules/emoji.ts'
import { joinStages } from '../../../src/features/challenge/rules/join.ts'
import { namesOfStages } from '../../../src/features/challenge/rules/stage-words.ts'
import { byStage } from '../../../src/features/challenge/rules/stages.ts'
import { answerIn, codePoints, isTooLong, mayBegin } from '../../../src/features/challenge/rules/wording.ts'
import { checkText } from '../../../src/features/challenge/submit.ts'
import { answerOf } from '../../../src/features/challenge/submit-message.ts'
import { nothing, outside, results } from '../../../src/features/learn/cards/results.ts'
import { indexDocuments } from '../../../src/features/learn/documents.ts'
import { readPageRef, titled } from '../../../src/features/learn/rules.ts'
import { snippet } from '../../../src/features/learn/search/prose.ts'
import { readQuery } from '../../../src/features/learn/search/query.ts'
import { createSearch } from '../../../src/features/learn/search/search.ts'
import { simplified } from '../../../src/features/learn/search/simplified.ts'
import { compoundsIn, isHan, termsOf, wordsIn } from '../../../src/features/learn/search/terms.ts'
import { mistakeLines } from '../../../src/features/problems/rules.ts'
import { readScores } from '../../../src/features/review/rules.ts'
import { nameOf } from '../../../src/features/schedule/cards.ts'
import { planOf } from '../../../src/features/schedule/plan.ts'
import { parseCron, readCron } from '../../../src/features/schedule/rules/cron-fields.ts'
import { dayRuleOf } from '../../../src/features/schedule/rules/day-rule.ts'
import { readHandle } from '../../../src/features/schedule/rules/handle.ts'
import { faultOf } from '../../../src/features/schedule/rules/recurrence.ts'
import { suggestDates, suggestDays, suggestTimes } from '../../../src/features/schedule/suggest-when.ts'
import { readUntil } from '../../../src/features/schedule/until.ts'
import { readWhen } from '../../../src/features/schedule/when.ts'
import { checkTimeZone, suggestTimeZones } from '../../../src/features/settings/time-zone.ts'
import { matches } from '../../../src/features/whiteboard/rules.ts'
import { readDate } from '../../../src/kit/when/date.ts'
import { readDays } from '../../../src/kit/when/days.ts'
import { chineseNumber, numberIn, plainWords } from '../../../src/kit/when/numerals.ts'
import { readTimeOfDay } from '../../../src/kit/when/time-of-day.ts'
import { CHALLENGE, CONTENT, PLACE, T, TEXTS } from './fixtures.ts'
import { readersOf } from './reader.ts'

const documents = indexDocuments(CONTENT, TEXTS)
const search = await createSearch(documents, CONTENT.glossary)
const reader = {
  language: 'en',
  other: 'zh',
  texts: TEXTS,
  closed: new Set<string>(),
  pictures: true,
} as const
const names = namesOfStages(CONTENT.stages)
const [stage] = CONTENT.stages
const emoji = emojiVocabulary(CONTENT.rubric)
const group = { id: 'g', language: 'en', timeZone: 'UTC' } as never
const submission = { id: 's', number: 1, version: 1, author: 'ana', late: false, state: 'standing' } as never
const plan = (options: Readonly<Record<string, string>>) =>
  planOf({ channel: 'c', ...options }, PLACE, group, { problems: CONTENT.problems } as never, T, 0)
/** Beginnings that open code, a diagram or a heading of an answer. */
const MARKS = ['```\n', '```mermaid\nflowchart LR\n', '~~~', '# ', '## 1', '- ', '> '] as const

export const FEATURE_READERS = [
  ...readersOf('src/features/answers/rules.ts', {
    stageOfEmoji,
    diagramsIn: [diagramsIn, ...MARKS],
    readPart: [readPart, ...MARKS, '![](data:image/png;base64,', '[a]: <data:image/'],
    partText: [partText, ...MARKS],
  }),
  ...readersOf('src/features/answers/file-rules.ts', {
    endingOf: [endingOf, '.'],
    isTextFile: [(of) => isTextFile({ name: of, mediaType: of }), '.'],
    codeLanguageOf: [(of) => codeLanguageOf({ name: of, snippet: of }), '.'],
    mediaTypeOf: [(of) => mediaTypeOf({ name: of, mediaType: of }), 'image/'],
    isPicture: [isPicture, 'image/'],
  }),
  ...readersOf('src/features/challenge/rules/stages.ts', {
    byStage: [(of) => byStage(of, names), ...MARKS],
  }),
  ...readersOf('src/features/challenge/rules/join.ts', {
    joinStages: [(of) => joinStages(new Map([[0, of]]), ['A']), ...MARKS],
  }),
  ...readersOf('src/features/challenge/rules/wording.ts', {
    codePoints,
    isTooLong,
    mayBegin: [mayBegin, '> ', '@'],
    answerIn: [answerIn, 'answer', 'answer:', '**answer', '## answer', '答案'],
  }),
  ...readersOf('src/features/challenge/submit.ts', {
    checkText: [(of) => refusalOf(() => checkText(of)), ...MARKS],
  }),
  ...readersOf('src/features/challenge/submit-message.ts', {
    answerOf: [(of) => refusalOf(() => answerOf(of, [{ file: { name: of } as never, text: of }])), 'answer:'],
  }),
  ...readersOf('src/features/challenge/rules/analysis.ts', {
    analyse: [(of) => analyse(of, names), ...MARKS],
  }),
  ...readersOf('src/features/challenge/rules/emoji.ts', {
    emojiVocabulary: (of) =>
      Object.values(emoji).map((each) => typeof each === 'function' && each(of as never)),
  }),
  ...readersOf('src/features/challenge/cards/answer-card.ts', {
    answerMessage: (text) => answerMessage(CHALLENGE, submission, { text, analysis: analyse(text, names) }),
  }),
  ...readersOf('src/features/problems/rules.ts', {
    mistakeLines: (of) =>
      mistakeLines(
        [{ file: of, line: 1 } as never],
        () => of,
        ({ text }) => text,
      ),
  }),
  ...readersOf('src/features/review/rules.ts', {
    readScores: (of) => readScores(['a'], { a: of, comment: of }),
  }),
  ...readersOf('src/features/schedule/cards.ts', {
    nameOf: (of) => nameOf(T, { number: 1, everyWeeks: 1, expression: of }),
  }),
  ...readersOf('src/features/schedule/plan.ts', {
    planOf: (of) => {
      const each = [
        { cron: of },
        { time: of },
        { time: of, day: 'monday' },
        { timeZone: of },
        { problems: of },
      ]
      return each.map((options) => refusalOf(() => plan({ cron: '0 18 * * 1', ...options } as never)))
    },
  }),
  ...readersOf('src/kit/when/time-of-day.ts', { readTimeOfDay: [readTimeOfDay, '6 ', '晚上'] }),
  ...readersOf('src/kit/when/numerals.ts', { chineseNumber, numberIn, plainWords }),
  ...readersOf('src/kit/when/days.ts', { readDays: [readDays, 'mon, ', '每周'] }),
  ...readersOf('src/kit/when/date.ts', { readDate: [(text: string) => readDate(text, 0), 'in ', '12月'] }),
  ...readersOf('src/features/schedule/when.ts', {
    readWhen: [(text: string) => readWhen({ day: text }, T), 'mon '],
  }),
  ...readersOf('src/features/schedule/rules/cron-fields.ts', {
    readCron: [readCron, '0 18 * * ', '0 '],
    parseCron: [parseCron, '0 18 * * '],
  }),
  ...readersOf('src/features/schedule/rules/recurrence.ts', { faultOf: [faultOf, '0 18 * * '] }),
  ...readersOf('src/features/schedule/until.ts', { readUntil: (text) => readUntil(text, 'UTC', 0) }),
  ...readersOf('src/features/schedule/suggest-when.ts', {
    suggestDays: [(text) => suggestDays(T, text), 'mon '],
    suggestTimes,
    suggestDates: (text) => suggestDates(T, text, 0),
  }),
  ...readersOf('src/features/schedule/rules/day-rule.ts', {
    dayRuleOf: [(expression) => dayRuleOf({ expression, everyWeeks: 1 }), '0 18 * * '],
  }),
  ...readersOf('src/features/schedule/rules/handle.ts', { readHandle: [readHandle, '#1 ', '#1.'] }),
  ...readersOf('src/features/settings/time-zone.ts', {
    checkTimeZone: (of) => checkTimeZone(of, 0, T),
    suggestTimeZones: (of) => suggestTimeZones(of, 0),
  }),
  ...readersOf('src/features/whiteboard/rules.ts', { matches: (of) => stage && matches(stage, of) }),
  ...readersOf('src/features/learn/rules.ts', {
    readPageRef,
    titled: (of) => titled(documents, of),
  }),
  ...readersOf('src/features/learn/search/terms.ts', {
    termsOf,
    wordsIn,
    compoundsIn,
    isHan,
  }),
  ...readersOf('src/features/learn/search/prose.ts', { snippet: (of) => snippet(of, ['x'], 140) }),
  ...readersOf('src/features/learn/search/simplified.ts', { simplified }),
  ...readersOf('src/features/learn/search/query.ts', {
    readQuery: (of) => readQuery(of, new Map([['a', 'b']])),
  }),
  ...readersOf('src/features/learn/search/search.ts', {
    createSearch: (of) => [
      search.find(of, 'en', new Set(), 5),
      search.nearest(of, new Set(), 5),
      search.isTitle(of, new Set()),
    ],
  }),
  ...readersOf('src/features/learn/cards/results.ts', {
    results: (of) => results({ query: of, hits: [], reader }),
    nothing: (of) => nothing(of, [], reader),
    outside: (of) => outside(of, reader),
  }),
]

function refusalOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
