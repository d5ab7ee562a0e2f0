import { NUMBER, numberIn, plainWords } from './numerals.ts'

/** `minutes` since midnight; where a text may mean two times, both of them. */
export type TimeOfDay = Readonly<{ minutes: number }> | Readonly<{ either: readonly [number, number] }>

const HALF_DAY = 12 * 60

const NAMED: ReadonlyMap<string, number> = new Map([
  ...['noon', 'midday', '12 noon', '12noon', '中午', '正午'].map((name) => [name, HALF_DAY] as const),
  ...['midnight', '12 midnight', '午夜', '零点', '零點', '0点', '0點'].map((name) => [name, 0] as const),
])

const SPELLED = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** Which hours a part of the day has, by the hour as it is said: `下午` makes 6 to 18. */
type Part = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night'

const ENGLISH_PARTS: Readonly<Record<string, Part>> = {
  'in the morning': 'morning',
  'in the afternoon': 'afternoon',
  'in the evening': 'evening',
  'at night': 'night',
  tonight: 'night',
}

const CHINESE_PARTS: Readonly<Record<string, Part>> = {
  凌晨: 'morning',
  清晨: 'morning',
  早晨: 'morning',
  早上: 'morning',
  早: 'morning',
  上午: 'morning',
  中午: 'noon',
  下午: 'afternoon',
  午后: 'afternoon',
  午後: 'afternoon',
  傍晚: 'evening',
  晚上: 'night',
  晚间: 'night',
  晚間: 'night',
  今晚: 'night',
  晚: 'night',
  夜里: 'night',
  夜裡: 'night',
  夜晚: 'night',
}

const TWELVE_HOURS = /^(\d{1,2})(?: ?[:.h] ?(\d{2})|(?<=\d)(\d{2}))?(?::00)? ?(a|p)\.?(?:m\.?)?$/u
const TWENTY_FOUR_HOURS = /^(\d{1,2}) ?[:.h] ?(\d{2})(?::00)? ?(?:h|hrs?|hours|uhr|o'?clock)?$/u
const FULL_HOUR = /^(\d{1,2}) ?(?:h|hrs?|hours|uhr)$/u
const FOUR_DIGITS = /^(\d{2})(\d{2}) ?(?:h|hrs?|hours)?$/u
const BARE_HOUR = /^(\d{1,2})(?: ?o'?clock)?$/u
const CHINESE = new RegExp(
  `^(${Object.keys(CHINESE_PARTS).join('|')})? ?(${NUMBER}) ?(?:点钟|點鐘|点|點|时|時|:) ?(?:(${NUMBER}) ?分?|(半)|([一三])刻|整)?$`,
  'u',
)

/**
 * Reads a time of day as people type it, in English and Chinese: `18:00`, `6 PM`, `6:30pm`, `18.00`, `18h`, `1800`,
 * `noon`, `half past six in the evening`, `晚上8点`, `下午6点半`. An hour of twelve without a part of the day is
 * unclear. Undefined for anything else; linear, and total.
 */
export function readTimeOfDay(typed: string): TimeOfDay | undefined {
  const plain = plainWords(typed)
  if (plain === undefined) return undefined
  const text = plain.replace(/^(?:at|@|by|um) ?/u, '').replace(/ (?:sharp|exactly)$/u, '')
  const named = NAMED.get(text)
  if (named !== undefined) return { minutes: named }
  return readChinese(text) ?? readEnglish(inDigits(text))
}

/** `half past six pm` is `6:30 pm`. */
function inDigits(text: string): string {
  const digits = text.replace(/\b[a-z]{3,6}\b/gu, (word) => {
    const index = SPELLED.indexOf(word)
    if (index >= 0) return String(index + 1)
    return word === 'thirty' ? '30' : word === 'fifteen' ? '15' : word
  })
  const past = /^(half|quarter|a quarter|\d{1,2}) (past|after|to|before) (\d{1,2})(.*)$/u.exec(digits)
  if (!past) return digits.replace(/^(\d{1,2}) (\d{2})(?= |$)/u, '$1:$2')
  const [, amount = '', side = '', hour = '', rest = ''] = past
  const minutes = amount === 'half' ? 30 : amount.endsWith('quarter') ? 15 : Number(amount)
  const isAfter = side === 'past' || side === 'after'
  const at = isAfter ? Number(hour) * 60 + minutes : Number(hour) * 60 - minutes
  if (at < 60 || minutes > 59) return text
  return `${Math.floor(at / 60)}.${String(at % 60).padStart(2, '0')}${rest === '' ? ' or' : rest}`
}

function readEnglish(text: string): TimeOfDay | undefined {
  // Nobody says `half past six` for six in the morning alone.
  if (text.endsWith(' or')) return eitherHalf(partsOf(/^(\d{1,2})\.(\d{2}) or$/u.exec(text)))
  for (const [words, part] of Object.entries(ENGLISH_PARTS)) {
    if (!text.endsWith(` ${words}`)) continue
    const [, hour = '', minute = '0'] =
      /^(\d{1,2})(?: ?[:.h] ?(\d{2}))?(?: o'?clock)?$/u.exec(text.slice(0, -words.length - 1)) ?? []
    return hour === '' ? undefined : inPart(part, Number(hour), Number(minute))
  }
  const half = TWELVE_HOURS.exec(text)
  if (half) return inHalf(half)
  const whole = TWENTY_FOUR_HOURS.exec(text) ?? FULL_HOUR.exec(text) ?? FOUR_DIGITS.exec(text)
  if (whole) return timeAt(Number(whole[1]), Number(whole[2] ?? 0))
  return eitherHalf(partsOf(BARE_HOUR.exec(text)))
}

function inHalf([, typedHour = '', separated, attached, half]: RegExpExecArray): TimeOfDay | undefined {
  const [hour, minute] = [Number(typedHour), Number(separated ?? attached ?? 0)]
  // `18:00 pm` is wrong, and plain.
  if (hour > 12) return half === 'p' ? timeAt(hour, minute) : undefined
  return hour === 0 ? undefined : timeAt((hour % 12) + (half === 'p' ? 12 : 0), minute)
}

function readChinese(text: string): TimeOfDay | undefined {
  const [, part, typedHour, typedMinute, half, quarters] = CHINESE.exec(text) ?? []
  const hour = typedHour === undefined ? undefined : numberIn(typedHour)
  if (hour === undefined) return undefined
  const minute = half
    ? 30
    : quarters
      ? (numberIn(quarters) ?? 0) * 15
      : typedMinute === undefined
        ? 0
        : (numberIn(typedMinute) ?? 60)
  if (part !== undefined) return inPart(CHINESE_PARTS[part] ?? 'morning', hour, minute)
  // `8:30` is a time of 24 hours; `8点半` is said in the evening, too.
  return /^\d{1,2} ?:/u.test(text) ? timeAt(hour, minute) : eitherHalf([hour, minute])
}

function inPart(part: Part, hour: number, minute: number): TimeOfDay | undefined {
  if (hour > 12) return part === 'morning' ? undefined : timeAt(hour, minute)
  switch (part) {
    case 'morning':
      return hour === 12 ? undefined : timeAt(hour, minute)
    case 'noon':
      return hour >= 11 || hour <= 2 ? timeAt(hour >= 11 ? hour : hour + 12, minute) : undefined
    case 'afternoon':
      return timeAt((hour % 12) + 12, minute)
    case 'evening':
      return hour >= 4 && hour < 12 ? timeAt(hour + 12, minute) : undefined
    case 'night':
      // Twelve at night is midnight, and one to four come after it.
      return timeAt(hour === 12 ? 0 : hour < 5 ? hour : hour + 12, minute)
    default:
      return part satisfies never
  }
}

function partsOf(match: RegExpExecArray | null): readonly [number, number] | undefined {
  return match ? [Number(match[1]), Number(match[2] ?? 0)] : undefined
}

/** An hour of twelve may be either; another one is that of 24 hours. */
function eitherHalf(time: readonly [number, number] | undefined): TimeOfDay | undefined {
  if (!time) return undefined
  const [hour, minute] = time
  if (hour === 0 || hour > 12) return timeAt(hour, minute)
  if (minute > 59) return undefined
  const morning = (hour % 12) * 60 + minute
  return { either: [morning, morning + HALF_DAY] }
}

function timeAt(hour: number, minute: number): TimeOfDay | undefined {
  return hour < 24 && minute < 60 ? { minutes: hour * 60 + minute } : undefined
}

/** `18:05` */
export function clockTime(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
