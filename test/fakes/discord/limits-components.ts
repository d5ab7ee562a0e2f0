import type { Problems } from './api-error.ts'
import { COMPONENT } from './components.ts'
import type { Json } from './model.ts'

type Path = readonly (string | number)[]
type Rules = Readonly<{ v2: boolean; names: ReadonlySet<string> }>
type Walk = Rules & {
  readonly problems: Problems
  readonly ids: Set<string>
  count: number
  textLength: number
}

const IN_CONTAINER = [1, 9, 10, 12, 13, 14]
const AT_TOP = [...IN_CONTAINER, 17]
const SELECTS = [3, 5, 6, 7, 8]

/** Discord's rules for a message's components: five rows of old, or forty components with the V2 flag. */
export function validateComponents(problems: Problems, path: Path, value: unknown, rules: Rules): void {
  const walk: Walk = { ...rules, problems, ids: new Set(), count: 0, textLength: 0 }
  const list = problems.list(path, value, 0, rules.v2 ? 40 : 5)
  list.forEach((component, i) => {
    checkOne(walk, [...path, i], component, rules.v2 ? AT_TOP : [COMPONENT.row])
  })
  if (!rules.v2) return
  if (walk.count > 40)
    problems.add(
      path,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      'Too many components: 40 or fewer are allowed.',
    )
  if (walk.textLength > 4000)
    problems.add(
      path,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      'Displayable text exceeds 4000 characters.',
    )
}

function checkOne(walk: Walk, path: Path, component: Json, allowed: readonly number[]): void {
  const { problems } = walk
  walk.count++
  const type = Number(component.type)
  if (!allowed.includes(type)) {
    problems.choices([...path, 'type'], allowed)
    return
  }
  checkId(walk, path, component.custom_id)
  const children = (min: number, max: number, types: readonly number[]) =>
    problems.list([...path, 'components'], component.components, min, max).forEach((child, i) => {
      checkOne(walk, [...path, 'components', i], child, types)
    })
  switch (type) {
    case COMPONENT.row:
      children(1, 5, [COMPONENT.button, ...SELECTS])
      checkRow(problems, path, component)
      break
    case COMPONENT.button:
      checkButton(problems, path, component)
      break
    case COMPONENT.stringSelect:
      checkSelect(problems, path, component)
      break
    case COMPONENT.section:
      children(1, 3, [COMPONENT.textDisplay])
      if (component.accessory) checkOne(walk, [...path, 'accessory'], component.accessory as Json, [2, 11])
      else problems.required([...path, 'accessory'])
      break
    case COMPONENT.textDisplay:
      problems.text([...path, 'content'], component.content, 1, 4000)
      walk.textLength += [...String(component.content ?? '')].length
      break
    case COMPONENT.thumbnail:
      checkMedia(walk, [...path, 'media'], component.media)
      break
    case COMPONENT.gallery:
      problems.list([...path, 'items'], component.items, 1, 10).forEach((item, i) => {
        checkMedia(walk, [...path, 'items', i, 'media'], item.media)
        problems.text([...path, 'items', i, 'description'], item.description, 0, 1024)
      })
      break
    case COMPONENT.file:
      checkMedia(walk, [...path, 'file'], component.file)
      break
    case COMPONENT.container:
      children(1, 40, IN_CONTAINER)
      problems.integer([...path, 'accent_color'], component.accent_color, 0, 0xffffff)
      break
  }
}

function checkId(walk: Walk, path: Path, customId: unknown): void {
  if (customId === undefined) return
  walk.problems.text([...path, 'custom_id'], customId, 1, 100)
  if (walk.ids.has(String(customId)))
    walk.problems.add(
      [...path, 'custom_id'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    )
  walk.ids.add(String(customId))
}

function checkRow(problems: Problems, path: Path, row: Json): void {
  const types = (Array.isArray(row.components) ? (row.components as Json[]) : []).map((c) => Number(c.type))
  if (types.length > 1 && types.some((type) => SELECTS.includes(type)))
    problems.add(
      [...path, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'A select menu takes a whole row.',
    )
}

function checkButton(problems: Problems, path: Path, button: Json): void {
  const style = Number(button.style)
  if (![1, 2, 3, 4, 5, 6].includes(style)) problems.choices([...path, 'style'], [1, 2, 3, 4, 5, 6])
  problems.text([...path, 'label'], button.label, 0, 80)
  if (style === 5) {
    problems.text([...path, 'url'], button.url, 1, 512)
    checkUrl(problems, [...path, 'url'], button.url)
    if (button.custom_id)
      problems.add(
        path,
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      )
  } else if (style < 5) {
    if (button.custom_id === undefined) problems.required([...path, 'custom_id'])
    if (button.url)
      problems.add(
        path,
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      )
  }
  if (style < 6 && !button.label && !button.emoji)
    problems.add(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or emoji is required')
}

/** A link leads to the web or into Discord itself. */
function checkUrl(problems: Problems, path: Path, url: unknown): void {
  if (typeof url !== 'string') return
  if (!URL.canParse(url)) problems.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')
  else if (!['http:', 'https:', 'discord:'].includes(new URL(url).protocol))
    problems.add(path, 'URL_TYPE_INVALID_SCHEME', 'Scheme must be one of (http, https, discord).')
}

/** A string select, in a message or a modal. */
export function checkSelect(problems: Problems, path: Path, select: Json): void {
  if (select.custom_id === undefined) problems.required([...path, 'custom_id'])
  problems.text([...path, 'placeholder'], select.placeholder, 0, 150)
  const options = problems.list([...path, 'options'], select.options, 1, 25)
  const values = new Set<unknown>()
  options.forEach((option, i) => {
    problems.text([...path, 'options', i, 'label'], option.label, 1, 100)
    problems.text([...path, 'options', i, 'value'], option.value, 1, 100)
    problems.text([...path, 'options', i, 'description'], option.description, 0, 100)
    if (values.has(option.value))
      problems.add(
        [...path, 'options', i, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      )
    values.add(option.value)
  })
  const max = Number(select.max_values ?? 1)
  problems.integer([...path, 'min_values'], select.min_values, 0, Math.min(25, max))
  problems.integer([...path, 'max_values'], select.max_values, 1, Math.min(25, options.length))
  if (options.filter((option) => option.default).length > max)
    problems.add(
      [...path, 'options'],
      'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
      'More options are chosen than max_values allows',
    )
}

function checkMedia(walk: Walk, path: Path, value: unknown): void {
  const url = (value as Json | undefined)?.url
  if (typeof url !== 'string') {
    walk.problems.required([...path, 'url'])
    return
  }
  const attached = url.startsWith('attachment://')
  if (attached && !walk.names.has(url.slice('attachment://'.length)))
    walk.problems.add(
      [...path, 'url'],
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      'The referenced attachment was not found',
    )
  else if (!attached && !/^https?:\/\//.test(url))
    walk.problems.add(
      [...path, 'url'],
      'URL_TYPE_INVALID_SCHEME',
      'Scheme must be one of (http, https, attachment).',
    )
}
