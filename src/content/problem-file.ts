import { decodeText } from './decode.ts'
import { matterLength } from './front-matter.ts'
import { flaw, type Mistake } from './mistakes.ts'
import { checkProblem } from './problem.ts'
import type { Problem } from './schema.ts'

/** The limit for files that people hand in; ours have 30 KB. */
export const PROBLEM_FILE_MAX_BYTES = 200 * 1024
/** Ours have 11,000 characters. 64 KB of malicious YAML can take seconds to parse. */
const MAX_MATTER_CHARS = 40_000

/** The first bytes of files that are no text, whatever their names say. */
const OTHER_KINDS: readonly Readonly<{ kind: string; bytes: readonly number[] }>[] = [
  { kind: 'ZIP', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'JPEG', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'GIF', bytes: [0x47, 0x49, 0x46, 0x38] },
  { kind: 'WebP', bytes: [0x52, 0x49, 0x46, 0x46] },
  { kind: 'PDF', bytes: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
]

/** The result of reading a file: a problem, or why it is none. */
export type ReadProblem =
  | Readonly<{ kind: 'problem'; problem: Problem; source: string }>
  | Readonly<{ kind: 'mistakes'; mistakes: readonly Mistake[] }>
  | Readonly<{ kind: 'empty' | 'large' }>
  /** `found`: a kind of file such as PNG. */
  | Readonly<{ kind: 'other'; found: string }>

/** Checks a file that somebody hands in: first whether it is a text, then exactly as a problem of the content. */
export function readProblemFile(bytes: Uint8Array, file: string): ReadProblem {
  if (bytes.length > PROBLEM_FILE_MAX_BYTES) return { kind: 'large' }
  const other = OTHER_KINDS.find(({ bytes: first }) => first.every((byte, index) => bytes[index] === byte))
  if (other) return { kind: 'other', found: other.kind }
  const { value: source, mistakes } = decodeText(bytes, file)
  if (source === undefined) return { kind: 'mistakes', mistakes }
  if (source.trim() === '') return { kind: 'empty' }
  const matter = matterLength(source)
  if (matter > MAX_MATTER_CHARS) {
    const tooLong = flaw('matterChars', { max: MAX_MATTER_CHARS, found: matter })
    return { kind: 'mistakes', mistakes: [{ file, line: 1, ...tooLong }] }
  }
  const checked = checkProblem(source, file)
  return checked.value && checked.mistakes.length === 0
    ? { kind: 'problem', problem: checked.value, source }
    : { kind: 'mistakes', mistakes: checked.mistakes }
}
