import { MINUTE } from '../durations.ts'
import { wallOf } from './wall.ts'

const HOURS_MIN = -12
const HOURS_MAX = 14

/** Zones of offsets that are no whole hours, where one has the same offset all year. */
const ODD: Readonly<Record<number, string>> = {
  [-570]: 'Pacific/Marquesas',
  210: 'Asia/Tehran',
  270: 'Asia/Kabul',
  330: 'Asia/Kolkata',
  345: 'Asia/Kathmandu',
  390: 'Asia/Yangon',
  525: 'Australia/Eucla',
  570: 'Australia/Darwin',
}

const CHINESE = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/**
 * Reads an offset from UTC as people write it: `UTC+8`, `GMT -5`, `+08:00`, `+0530`, `UTC+5.5`, `东八区`.
 * @returns minutes, east positive; undefined for anything else
 */
export function readOffset(typed: string): number | undefined {
  if (typed.length > 40) return undefined
  const plain = typed
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[−–—‐‑]/gu, '-')
    .toLowerCase()
  const [, name, sign, hours = '', minutes = '', fraction] =
    /^(utc|gmt)?(?:([+-])(\d{1,2}):?(\d{2})?(\.\d{1,2})?)?$/u.exec(plain) ?? []
  if (sign === undefined) return name === undefined ? chineseOffset(plain) : 0
  const total = Number(hours) * 60 + Number(minutes) + Math.round(Number(fraction ?? 0) * 60)
  if (Number(minutes) > 59 || (minutes !== '' && fraction !== undefined)) return undefined
  return sign === '-' && total !== 0 ? -total : total
}

/** `东八区` and `西五区`, as people in China say it. */
function chineseOffset(plain: string): number | undefined {
  const [, side, digits = ''] = /^([东東西])([\d零一二三四五六七八九十]{1,2})[区區]$/u.exec(plain) ?? []
  if (side === undefined) return undefined
  const hours = /^\d+$/u.test(digits) ? Number(digits) : CHINESE.indexOf(digits)
  if (hours < 0 || hours > 12) return undefined
  return side === '西' && hours > 0 ? -hours * 60 : hours * 60
}

/**
 * A zone with this offset all year, by a name that Intl and PostgreSQL read alike. Neither a bare offset nor its
 * POSIX form is that: PostgreSQL takes `+08:00` for UTC-8.
 * @returns undefined where there is none
 */
export function zoneOfOffset(minutes: number): string | undefined {
  const hours = minutes / 60
  if (minutes === 0) return 'UTC'
  if (!Number.isInteger(hours)) return ODD[minutes]
  if (hours < HOURS_MIN || hours > HOURS_MAX) return undefined
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

/** How an offset is shown: `UTC+8`, `UTC-3:30`, `UTC`. */
export function offsetName(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

/** The offset of a zone at a moment, in minutes. */
export function offsetAt(zone: string, at: number): number {
  return Math.round((wallOf(at, zone) - Math.floor(at / MINUTE) * MINUTE) / MINUTE)
}
