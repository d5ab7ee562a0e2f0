import type { VNode } from 'preact'

/** A flattened rendering: each element's name and properties, and all text in order. */
export type Drawn = Readonly<{
  elements: readonly Readonly<{ type: string; props: Record<string, unknown> }>[]
  text: string
}>

export function drawn(node: unknown): Drawn {
  const elements: { type: string; props: Record<string, unknown> }[] = []
  const text: string[] = []
  const visit = (each: unknown): void => {
    if (Array.isArray(each)) {
      for (const child of each) visit(child)
      return
    }
    if (each === null || each === undefined || typeof each === 'boolean') return
    if (typeof each !== 'object') {
      text.push(String(each))
      return
    }
    const { type, props } = each as VNode<Record<string, unknown>>
    const { children, ...rest } = props
    elements.push({ type: String(type), props: rest })
    visit(children)
  }
  visit(node)
  return { elements, text: text.join('') }
}

/** Such as `p(strong(a)b)`: enough to see what stands in what. */
export function outline(node: unknown): string {
  if (Array.isArray(node)) return node.map(outline).join('')
  if (node === null || node === undefined || typeof node === 'boolean') return ''
  if (typeof node !== 'object') return String(node)
  const { type, props } = node as VNode
  return `${String(type)}(${outline(props.children)})`
}
