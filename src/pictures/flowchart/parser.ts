import { registerHooks } from 'node:module'
import { z } from 'zod'
import { LIMITS } from '../limits.ts'

// Mermaid cleans labels with DOMPurify, which needs a page. Here labels are drawn as text and never become HTML.
const STUB = 'data:text/javascript,export default { sanitize: (text) => text, addHook() {} }'
const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'dompurify' && context.parentURL?.includes('/mermaid/')
      ? { url: STUB, format: 'module', shortCircuit: true }
      : next(specifier, context),
})
const { default: mermaid } = await import('mermaid')
mermaid.initialize({
  startOnLoad: false,
  logLevel: 'fatal',
  maxTextSize: LIMITS.source,
  maxEdges: LIMITS.edges,
})
// The flowchart's chunks are imported while the stub is in place.
await mermaid.mermaidAPI.getDiagramFromText('flowchart\nA')
hooks.deregister()

const Styled = z.object({ classes: z.array(z.string()) })
const Vertex = Styled.extend({
  id: z.string(),
  text: z.unknown().optional(),
  type: z.string().optional(),
  labelType: z.string(),
  styles: z.array(z.string()),
})
const FlowEdge = Styled.extend({
  start: z.string(),
  end: z.string(),
  type: z.string().optional(),
  stroke: z.string().optional(),
  text: z.string(),
  labelType: z.string(),
  style: z.array(z.string().optional()).optional(),
})
const SubGraph = Styled.extend({
  id: z.string(),
  nodes: z.array(z.string()),
  title: z.string(),
  dir: z.string().optional(),
  labelType: z.string(),
})
const Class = z.object({ styles: z.array(z.string()) })
const Parsed = z.object({
  vertices: z.map(z.string(), Vertex),
  edges: z.array(FlowEdge),
  defaultStyle: z.array(z.string().optional()).optional(),
  subGraphs: z.array(SubGraph),
  classes: z.map(z.string(), Class),
  direction: z.string().optional(),
})

/** Mermaid's parse of a flowchart. */
export type Parsed = z.infer<typeof Parsed>

const Db = z.looseObject({
  getVertices: z.custom<() => unknown>((value) => typeof value === 'function'),
  getEdges: z.custom<() => unknown>((value) => typeof value === 'function'),
  getSubGraphs: z.custom<() => unknown>((value) => typeof value === 'function'),
  getClasses: z.custom<() => unknown>((value) => typeof value === 'function'),
  getDirection: z.custom<() => unknown>((value) => typeof value === 'function'),
})

/** The kind of diagram by Mermaid's name, such as `sequence`; undefined where it is none. */
export function kindOf(text: string): string | undefined {
  try {
    return mermaid.detectType(text)
  } catch {
    return undefined
  }
}

/**
 * Reads a flowchart with Mermaid's own parser.
 * @throws the parser's own errors, which `mistake.ts` interprets
 */
export async function parse(text: string): Promise<Parsed> {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
  const chart = Db.parse(db)
  const edges = chart.getEdges()
  return Parsed.parse({
    vertices: chart.getVertices(),
    edges,
    // Mermaid keeps `linkStyle default` as a property of its array.
    defaultStyle:
      typeof edges === 'object' && edges !== null && 'defaultStyle' in edges ? edges.defaultStyle : undefined,
    subGraphs: chart.getSubGraphs(),
    classes: chart.getClasses(),
    direction: chart.getDirection(),
  })
}
