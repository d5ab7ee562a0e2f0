import type { LineStyle } from './graph.ts'

type Link = Readonly<{ from: string; to: string; line: LineStyle }>

/**
 * Orders nodes: sources first, then in the direction of the edges, otherwise as written. An edge that closes a loop is
 * not followed, so it alone runs back in this order. In a loop with a dotted edge the dotted one runs back, since
 * feedback is drawn dotted.
 */
export function flowOrder(ids: readonly string[], links: readonly Link[]): readonly string[] {
  const known = new Set(ids)
  const real = links.filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
  const firm = withoutLoops(
    ids,
    real.filter(({ line }) => line !== 'dotted'),
  )
  const forward = withThose(
    firm,
    real.filter(({ line }) => line === 'dotted'),
  )
  const position = new Map(ids.map((id, index) => [id, index]))
  const waiting = new Map(ids.map((id) => [id, 0]))
  for (const { to } of forward) waiting.set(to, (waiting.get(to) ?? 0) + 1)
  const next = Map.groupBy(forward, ({ from }) => from)
  const ready = ids.filter((id) => waiting.get(id) === 0)
  const order: string[] = []
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id)
    for (const { to } of next.get(id) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0) ready.push(to)
    }
    ready.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0))
  }
  return order
}

/** The links of a depth-first walk from the sources, without those that lead back to an ancestor. */
function withoutLoops(ids: readonly string[], links: readonly Link[]): readonly Link[] {
  const next = Map.groupBy(links, ({ from }) => from)
  const aims = new Set(links.map(({ to }) => to))
  const starts = [...ids.filter((id) => !aims.has(id)), ...ids]
  const state = new Map<string, 'open' | 'done'>()
  const back = new Set<Link>()
  for (const start of starts) {
    if (state.has(start)) continue
    state.set(start, 'open')
    const path = [{ id: start, rest: [...(next.get(start) ?? [])] }]
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const link = step.rest.shift()
      if (!link) {
        state.set(step.id, 'done')
        path.pop()
      } else if (state.get(link.to) === 'open') back.add(link)
      else if (!state.has(link.to)) {
        state.set(link.to, 'open')
        path.push({ id: link.to, rest: [...(next.get(link.to) ?? [])] })
      }
    }
  }
  return links.filter((link) => !back.has(link))
}

/** The links, plus each of the others that closes no loop with them. */
function withThose(links: readonly Link[], others: readonly Link[]): readonly Link[] {
  const next = new Map<string, Link[]>()
  const all: Link[] = []
  const add = (link: Link) => {
    all.push(link)
    const leaving = next.get(link.from)
    if (leaving) leaving.push(link)
    else next.set(link.from, [link])
  }
  const leadsTo = (from: string, to: string): boolean => {
    const met = new Set([from])
    for (const id of met) for (const link of next.get(id) ?? []) met.add(link.to)
    return met.has(to)
  }
  links.forEach(add)
  for (const link of others) if (!leadsTo(link.to, link.from)) add(link)
  return all
}
