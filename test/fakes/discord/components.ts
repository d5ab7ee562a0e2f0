import type { Attachment, Json } from './model.ts'

export type SelectOption = {
  label: string
  value: string
  description?: string
  default?: boolean
  emoji?: Json
}

/** A message's or a modal's component, in Discord's own words. */
export type Component = {
  type: number
  id?: number
  custom_id?: string
  style?: number
  label?: string
  description?: string
  url?: string
  disabled?: boolean
  placeholder?: string
  value?: string
  content?: string
  required?: boolean
  min_length?: number
  max_length?: number
  min_values?: number
  max_values?: number
  options?: SelectOption[]
  components?: Component[]
  component?: Component
  accessory?: Component
  items?: { media: Json; description?: string | null; spoiler?: boolean }[]
  media?: Json
  file?: Json
  emoji?: Json
  spoiler?: boolean
  accent_color?: number | null
  divider?: boolean
  spacing?: number
}

export const COMPONENT = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
} as const

/** Every component of a tree, parents before children. */
export function* walk(components: readonly Component[]): Generator<Component> {
  for (const component of components) {
    yield component
    if (component.components) yield* walk(component.components)
    if (component.component) yield component.component
    if (component.accessory) yield component.accessory
  }
}

/** The text that a person reads in components, one line per component. */
export function componentText(components: readonly Component[]): string[] {
  const lines: string[] = []
  for (const part of walk(components)) {
    if (part.content) lines.push(part.content)
    if (part.label) lines.push(part.label)
    if (part.placeholder) lines.push(part.placeholder)
    for (const option of part.options ?? []) lines.push(option.label, option.description ?? '')
    for (const item of part.items ?? []) lines.push(item.description ?? '')
  }
  return lines.filter(Boolean)
}

export type Media = (url: string) => Json

/** The media of a component: an uploaded file by its name, or an address elsewhere. */
export function mediaResolver(attachments: readonly Attachment[], nextId: () => string): Media {
  return (url) => {
    const name = url.startsWith('attachment://') ? url.slice('attachment://'.length) : undefined
    const file = attachments.find((a) => a.filename === name || a.url === url)
    return {
      id: nextId(),
      url: file?.url ?? url,
      proxy_url: file?.url ?? url,
      width: file?.width ?? null,
      height: file?.height ?? null,
      content_type: file?.mediaType ?? null,
      ...(file && { attachment_id: file.id }),
    }
  }
}

/** Fills in what Discord adds to components that it stores: ids, defaults and resolved media. */
export function settleComponents(components: readonly Component[], media: Media): Component[] {
  let id = 0
  const settle = (component: Component): Component => {
    id++
    const own: Component = { ...component, id: component.id ?? id }
    if (own.type === COMPONENT.stringSelect) {
      own.min_values ??= 1
      own.max_values ??= 1
    }
    if (own.type === COMPONENT.container) {
      own.accent_color ??= null
      own.spoiler ??= false
    }
    if (own.type === COMPONENT.separator) {
      own.divider ??= true
      own.spacing ??= 1
    }
    if (own.media) {
      own.media = media(String(own.media.url))
      own.spoiler ??= false
      return { ...own, description: own.description ?? null } as Component
    }
    if (own.file) {
      const resolved = media(String(own.file.url))
      const name = new URL(String(resolved.url)).pathname.split('/').at(-1) ?? null
      return { ...own, spoiler: own.spoiler ?? false, file: resolved, name, size: null } as Component
    }
    if (own.items)
      own.items = own.items.map((item) => ({
        media: media(String(item.media.url)),
        description: item.description ?? null,
        spoiler: item.spoiler ?? false,
      }))
    if (own.components) own.components = own.components.map(settle)
    if (own.accessory) own.accessory = settle(own.accessory)
    return own
  }
  return components.map(settle)
}
