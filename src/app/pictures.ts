import { LRUCache } from 'lru-cache'
import { type Block, PlatformError, type Translate } from '#bot'
import type { PictureBlock, PictureRenderer, PictureSource } from '../durable/outbox/index.ts'
import type { DrawOutcome, Picture } from '../pictures/job.ts'
import { LIMITS } from '../pictures/limits.ts'
import type { Pictures } from '../pictures/pictures.ts'
import type { Texts } from '../texts/catalogue.ts'
import { fenced } from '../texts/phrases.ts'

type Undrawn = Exclude<DrawOutcome, Picture>
type DiagramMistake = Extract<DrawOutcome, { mistake: unknown }>['mistake']
type Expected = DiagramMistake['expected'][number]

/** Pictures kept for the next time, such as when a message is edited or sent again: 100 kB each, as a rule. */
const KEPT = 64

/** Draws pictures, and says in the reader's language why one is not drawn. */
export function createPictureRenderer(
  pictures: Pick<Pictures, 'diagram' | 'chart' | 'warm'>,
  texts: Texts,
): PictureRenderer {
  const kept = new LRUCache<string, Picture>({ max: KEPT })

  async function drawn(picture: PictureSource): Promise<DrawOutcome> {
    const key = JSON.stringify(picture.kind === 'diagram' ? picture.source : picture.spec)
    const known = kept.get(key)
    const now =
      known ??
      (await (picture.kind === 'diagram' ? pictures.diagram(picture.source) : pictures.chart(picture.spec)))
    if (!('png' in now)) return now
    kept.set(key, now)
    return now
  }

  return {
    async draw(block) {
      const { picture, language } = block
      const outcome = await drawn(picture)
      if ('png' in outcome)
        return [{ type: 'image', png: outcome.png, name: `${picture.name}.png`, alt: outcome.alt }]
      if ('refused' in outcome && outcome.refused === 'busy')
        throw new PlatformError('later', 'too many pictures wait to be drawn')
      return inWords(texts.in(language), block, outcome)
    },
    getReady: pictures.warm,
    undrawn: (block) => inWords(texts.in(block.language), block, { refused: 'busy' }),
  }
}

/** A chart needs no words: its table is in the same message. */
function inWords(t: Translate, { picture }: PictureBlock, why: Undrawn): readonly Block[] {
  if (picture.kind === 'chart') return []
  const { number, instead, source } = picture
  const head = number === undefined ? t('picture.notDrawn') : t('picture.notDrawnNumber', { number })
  const reason: Block = { type: 'text', text: `${head} ${reasonOf(t, why)}` }
  return instead === 'reason' ? [reason] : [reason, { type: 'text', text: fenced(source) }]
}

function reasonOf(t: Translate, why: Undrawn): string {
  if ('mistake' in why) return mistakeIn(t, why.mistake)
  if ('otherKind' in why) return t('picture.otherKind', { kind: code(why.otherKind) })
  const { refused } = why
  switch (refused) {
    case 'time':
    case 'memory':
      return t('picture.tooMuch')
    case 'busy':
    case 'failed':
      return t(`picture.${refused}`)
    case 'width':
    case 'height':
    case 'area':
      return t('picture.size')
    default:
      return t(`picture.limit.${refused}`, { max: LIMITS[refused].toLocaleString('en') })
  }
}

/** A sentence such as: Line 3: `]` expected, `(` found. Put labels with brackets in quotes. */
function mistakeIn(t: Translate, { line, found, expected, hint }: DiagramMistake): string {
  const wanted = expected.map((each) => wordOf(t, each)).join(t('picture.or'))
  const said =
    found === ''
      ? t('picture.missing', { line, expected: wanted })
      : t('picture.mistake', { line, expected: wanted, found: code(found) })
  return hint === undefined ? said : `${said}\n${t(`picture.hint.${hint}`)}`
}

function wordOf(t: Translate, expected: Expected): string {
  switch (expected) {
    case 'flowchart':
    case 'direction':
    case 'node':
    case 'arrow':
    case 'lineEnd':
    case 'end':
    case 'text':
    case 'shape':
    case 'style':
      return t(`picture.expected.${expected}`)
    default:
      return code(expected)
  }
}

/** A text as inline code; backticks in it can't end the code. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``
}
