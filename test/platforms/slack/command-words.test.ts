import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineCommands, loadCommands } from '../../../src/app/commands.ts'
import { wordKinds } from '../../../src/app/word-kinds.ts'
import { parseCommand } from '../../../src/platforms/slack/command-line.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { anyText } from '../../support/any-text.ts'
import { localized } from '../../support/localized.ts'

const texts = loadTexts()
const titles = [
  ['fraud-detection', 'Fraud detection', '欺诈检测'],
  ['top-10', 'Top 10 for you', '为你推荐前 10 名'],
  ['feed-ranking', 'Feed ranking', '信息流排序'],
] as const
const problems = new Map(titles.map(([slug, en, zh]) => [slug, localized({ title: en }, { title: zh })]))
const definitions = defineCommands(
  await loadCommands(new URL('../../../commands/', import.meta.url)),
  texts,
  wordKinds({ problems }),
)

/** The options of a line such as `/mock rag`, or what is said about it. */
function read(line: string): object | string {
  const [, name, rest = ''] = /^\/(\w+) ?([\s\S]*)$/u.exec(line) ?? []
  const definition = definitions.find((each) => each.name === name)
  if (!definition) throw new Error(`no command in ${line}`)
  const parsed = parseCommand(definition, rest)
  if (!('mistake' in parsed)) return parsed.options
  return parsed.mistake === 'incomplete' ? 'incomplete' : texts.in('en')(parsed.mistake)
}

const MOCKS = '<#C1|mocks>'
const ANA = '<@U1|ana>'

describe('what people type after a command on Slack', () => {
  it.each<[string, object]>([
    ['/mock Fraud Detection', { problem: 'Fraud Detection' }],
    ['/mock fraud detection 30 zh', { problem: 'fraud detection', minutes: 30, language: 'zh' }],
    ['/mock zh 30 fraud detection', { problem: 'fraud detection', minutes: 30, language: 'zh' }],
    ['/mock Fraud 30 Detection', { problem: 'Fraud Detection', minutes: 30 }],
    ['/mock Top 10 for you 45', { problem: 'Top 10 for you', minutes: 45 }],
    ['/mock problem: Top 10 for you minutes: 45', { problem: 'Top 10 for you', minutes: 45 }],
    ['/mock problem: own problem of ours 45', { problem: 'own problem of ours', minutes: 45 }],
    [
      '/mock fraud detection for 30 minutes in Chinese, please',
      { problem: 'fraud detection', minutes: 30, language: 'zh' },
    ],
    ['/mock fraud-detection, 30, zh', { problem: 'fraud-detection', minutes: 30, language: 'zh' }],
    ['/mock problem: "Fraud detection", minutes: 30', { problem: 'Fraud detection', minutes: 30 }],
    [
      '/mock fraud detection, ４５ minutes, Chinese',
      { problem: 'fraud detection', minutes: 45, language: 'zh' },
    ],
    ['/mock me on fraud detection', { problem: 'fraud detection' }],
    ["/mock let's start with fraud detection for 45", { problem: 'fraud detection', minutes: 45 }],
    ['/mock 《欺诈检测》30分钟', { problem: '欺诈检测', minutes: 30 }],
    ['/mock 30min feed ranking', { problem: 'feed ranking', minutes: 30 }],
    ['/mock 欺诈检测 30分钟 中文', { problem: '欺诈检测', minutes: 30, language: 'zh' }],
    ['/mock 请 用 中文 30分钟欺诈检测', { problem: '欺诈检测', minutes: 30, language: 'zh' }],
    ['/mock “Fraud detection“ 30', { problem: 'Fraud detection', minutes: 30 }],
    ['/mock problem：fraud-detection minutes：45', { problem: 'fraud-detection', minutes: 45 }],
    ["/mock ‘what's new’ 45", { problem: "what's new", minutes: 45 }],
    ['/problem show Fraud Detection', { problem: 'Fraud Detection' }],
    ['/problem please show feed ranking', { problem: 'feed ranking' }],
    ['/whiteboard High-level design', { stage: 'High-level design' }],
    ['/learn on device training', { query: 'on device training' }],
    ['/learn query: position bias', { query: 'position bias' }],
    ['/settings timezone: Berlin', { 'time-zone': 'Berlin' }],
    ['/settings please set the time zone to Berlin', { 'time-zone': 'Berlin' }],
    ['/settings language=zh,minutes=45;tz=UTC+8', { language: 'zh', minutes: 45, 'time-zone': 'UTC+8' }],
    ['/settings time_zone=Europe/Berlin', { 'time-zone': 'Europe/Berlin' }],
    ['/settings Time Zone: New York minutes: 60', { 'time-zone': 'New York', minutes: 60 }],
    ['/settings tz San Francisco', { 'time-zone': 'San Francisco' }],
    ['/settings San Jose, CA 60', { 'time-zone': 'San Jose, CA', minutes: 60 }],
    ['/settings UTC +8', { 'time-zone': 'UTC +8' }],
    ['/settings CST', { 'time-zone': 'CST' }],
    ['/settings Asia/Kolkata (UTC+5:30) 60', { 'time-zone': 'Asia/Kolkata (UTC+5:30)', minutes: 60 }],
    ['/settings CST China', { 'time-zone': 'CST China' }],
    ['/settings Asia/Shangai', { 'time-zone': 'Asia/Shangai' }],
    ['/settings time-zone: Atlantis', { 'time-zone': 'Atlantis' }],
    ['/settings 时区：北京 语言：中文', { 'time-zone': '北京', language: 'zh' }],
    ['/settings 30分钟北京时间', { 'time-zone': '北京时间', minutes: 30 }],
    [`/settings add-organizer ${ANA}`, { 'add-organiser': 'U1' }],
    [`/settings add-organiser: ${ANA}`, { 'add-organiser': 'U1' }],
    [`/settings add organizer: ${ANA}, 60 minutes`, { 'add-organiser': 'U1', minutes: 60 }],
    [`/settings add organizers ${ANA}`, { 'add-organiser': 'U1' }],
    [`/settings remove organisers: ${ANA}`, { 'remove-organiser': 'U1' }],
    [`/settings remove organizer ${ANA}`, { 'remove-organiser': 'U1' }],
    [`/schedule add ${MOCKS} 0 18 * * 1`, { channel: 'C1', cron: '0 18 * * 1' }],
    [`/schedule add 0 18 * * MON-FRI in ${MOCKS}, please`, { channel: 'C1', cron: '0 18 * * MON-FRI' }],
    [`/schedule add ${MOCKS} cron: 0 18 * * 1 days: 3`, { channel: 'C1', cron: '0 18 * * 1', days: 3 }],
    [
      `/schedule add ${MOCKS} "0 18 * * 1" New York 3 days blind`,
      { channel: 'C1', cron: '0 18 * * 1', 'time-zone': 'New York', days: 3, answers: 'blind' },
    ],
    [
      `/schedule add ${MOCKS}0 9 1 * * problems: fraud-detection, our-own, Feed ranking tz: Kyiv`,
      {
        channel: 'C1',
        cron: '0 9 1 * *',
        problems: 'fraud-detection, our-own, Feed ranking',
        'time-zone': 'Kyiv',
      },
    ],
    [`/schedule add ${MOCKS} Monday 6 PM`, { channel: 'C1', day: 'Monday', time: '6 PM' }],
    [`/schedule add ${MOCKS} Monday at 18:00`, { channel: 'C1', day: 'Monday', time: '18:00' }],
    [
      `/schedule add ${MOCKS} every other Monday 6:30pm`,
      { channel: 'C1', day: 'every other Monday', time: '6:30pm' },
    ],
    [
      `/schedule add first Monday of the month at noon in ${MOCKS} New York blind`,
      {
        channel: 'C1',
        day: 'first Monday of the month',
        time: 'noon',
        'time-zone': 'New York',
        answers: 'blind',
      },
    ],
    [`/schedule add ${MOCKS} 周一 下午6点半`, { channel: 'C1', day: '周一', time: '下午6点半' }],
    [`/schedule add ${MOCKS} 每周一晚上8点`, { channel: 'C1', day: '每周一', time: '晚上8点' }],
    [`/schedule add mon, thu 18h ${MOCKS} 3 days`, { channel: 'C1', day: 'mon, thu', time: '18h', days: 3 }],
    [`/schedule add ${MOCKS} day: Monday time: 18:00`, { channel: 'C1', day: 'Monday', time: '18:00' }],
    ['/schedule pause #2 until Dec 24', { schedule: '#2', until: 'Dec 24' }],
    ['/schedule pause 2 in 2 weeks', { schedule: '2', until: 'in 2 weeks' }],
    ['/schedule pause #2 until: 下周一', { schedule: '#2', until: '下周一' }],
    ['/schedule pin #3 Fraud Detection', { schedule: '#3', problem: 'Fraud Detection' }],
    ['/schedule pin Top 10 for you to #3', { schedule: '#3', problem: 'Top 10 for you' }],
    ['/schedule pin 3 our own problem', { schedule: '3', problem: 'our own problem' }],
    ['/schedule pause no. 2', { schedule: '2' }],
    ['/schedule pause ＃2', { schedule: '＃2' }],
    ['/schedule run schedule #2 now', { schedule: '#2' }],
  ])('%s', (line, options) => {
    expect(read(line)).toEqual(options)
  })

  it.each([
    ['/mock fraud-detection banana', 'I read: problem fraud-detection. I could not place: “banana”.'],
    ['/mock 30 zh', 'I read: minutes 30, language zh. Something is missing: problem.'],
    ['/settings 60 foo bar', 'I read: minutes 60. I could not place: “foo”, “bar”.'],
    ['/settings 60 minutes: 30', 'I could not place'],
    ['/settings minutes: 60 minutes: 30', "“minutes” can't be “30”."],
    [`/settings ${ANA}`, "I don't know what to do with “@ana”."],
    ['/settings language: klingon', "“language” can't be “klingon”."],
    [`/schedule pause ${MOCKS} 3`, 'I read: schedule 3. I could not place: “#mocks”.'],
    ['/schedule', 'incomplete'],
    ['/schedule please', 'incomplete'],
    ['/schedule remember 3', "I don't know what to do with “remember”."],
  ])('%s is refused with what was understood', (line, said) => {
    expect(read(line)).toContain(said)
  })
})

/** Values as people write them, each for one option; none says anything beside another. */
const PARTS: Readonly<
  Record<string, Readonly<{ of: string; parts: Readonly<Record<string, readonly string[]>> }>>
> = {
  '/settings': {
    of: 'settings',
    parts: {
      'time-zone': ['Europe/Berlin', 'New York', 'CST', '北京', 'UTC+8', 'San Jose, CA'],
      minutes: ['60', '45min', '30分钟'],
      language: ['zh', 'Chinese', '中文'],
    },
  },
  '/mock': {
    of: 'mock',
    parts: {
      problem: ['Fraud Detection', 'feed-ranking', 'Top 10 for you', '"our own one"'],
      minutes: ['60', '45min'],
      language: ['zh', 'English'],
    },
  },
  '/schedule add': {
    of: 'schedule',
    parts: {
      channel: [MOCKS],
      day: ['Monday', 'mon, thu', 'every other Tuesday', '周一', 'first Monday of the month'],
      time: ['18:00', '6 PM', '6:30pm', '晚上8点', 'noon'],
      'time-zone': ['Europe/Berlin', 'Hong Kong', '东京'],
      days: ['7d', '3天'],
      answers: ['blind', 'open'],
      problems: ['fraud-detection,feed-ranking', 'Top 10 for you'],
    },
  },
}
const FILLERS = ['at', 'in', 'on', 'please', 'the', '在', 'for', '·']
const bare = (text: string) => text.replaceAll('"', '')

describe('every line', () => {
  it.each(Object.entries(PARTS))('%s: any order of its parts means the same', (command, { parts }) => {
    const chosen = fc.record(
      Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, fc.constantFrom(...values)])),
    )
    const order = fc.shuffledSubarray(Object.keys(parts), { minLength: Object.keys(parts).length })
    const named = fc.uniqueArray(fc.constantFrom(...Object.keys(parts)))
    const fillers = fc.array(fc.constantFrom('', '', ...FILLERS), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(chosen, order, named, fillers, (values, names, withName, links) => {
        const written = names.map((name, index) => {
          // A text of one's own may begin with any word.
          const link = index > 0 && links[index] ? `${links[index]} ` : ''
          return withName.includes(name) ? `${name}: ${values[name]}` : `${link}${values[name]}`
        })
        const options = read(`${command} ${written.join(' ')}`)
        const first = read(
          `${command} ${Object.keys(parts)
            .map((name) => `${name}: ${values[name]}`)
            .join(' ')}`,
        )
        expect(options).toEqual(first)
        for (const name of names) expect(first).toHaveProperty([name])
        expect(Object.values(first).map(String)).toContain(bare(values['time-zone'] ?? values.problem ?? ''))
      }),
      { numRuns: 150 },
    )
  })

  it('places each word, or names it in the refusal', () => {
    const word = fc.constantFrom(
      ...[
        'foo',
        'Mars',
        '30',
        'zh',
        'Berlin',
        MOCKS,
        ANA,
        '#3',
        '*',
        '0',
        'fraud',
        'blind',
        'x:y',
        '"a b"',
        '在',
        "it's",
      ],
    )
    const command = fc.constantFrom(
      '/settings',
      '/schedule add',
      '/mock',
      '/schedule pin',
      '/schedule pause',
      '/problem show',
    )
    fc.assert(
      fc.property(command, fc.array(word, { maxLength: 7 }), (name, words) => {
        const result = read(`${name} ${words.join(' ')}`)
        const said = typeof result === 'string' ? result : Object.values(result).join(' ')
        const ids: Readonly<Record<string, string>> = { [MOCKS]: 'C1', [ANA]: 'U1' }
        const shown: Readonly<Record<string, string>> = { [MOCKS]: '#mocks', [ANA]: '@ana' }
        if (said.includes('missing') || words.length === 0) return
        for (const each of words.filter((text) => text !== '在')) {
          const text = typeof result === 'string' ? (shown[each] ?? each) : (ids[each] ?? each)
          expect(said).toContain(bare(text).replaceAll('"', ''))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is read, whatever it is', () => {
    const strange = fc.array(
      fc.oneof(anyText({ maxLength: 20 }), fc.constantFrom('"', '“', '<@', ':', '\u2028', '在', '*')),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(fc.constantFrom(...definitions), strange, (definition, parts) => {
        expect(['options', 'mistake']).toContain(
          Object.keys(parseCommand(definition, parts.join(' '))).find((key) => key !== 'subcommand'),
        )
      }),
      { numRuns: 200 },
    )
  })
})
