import { apiErrors } from './api-error.ts'
import type { Json, UploadedFile } from './model.ts'
import type { World } from './world.ts'

export type Call = Readonly<{
  world: World
  param(name: string): string
  query: URLSearchParams
  body: unknown
  files: readonly UploadedFile[]
}>

export type Answer = Readonly<{ status: number; body?: unknown }>

export type Route = Readonly<{
  method: string
  /** With parameters as `:name`. */
  path: string
  /** Needs no bot token: an interaction's own token is in the path. */
  open?: boolean
  handle(call: Call): Answer
}>

export const NO_CONTENT: Answer = { status: 204 }

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** The body of a call that takes an object. */
export function bodyObject(call: Call): Json {
  const { body } = call
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Json) : {}
}

/**
 * Finds the route for a path without the API's base.
 * @throws ApiError 404 or 405
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; param: (name: string) => string } {
  let pathKnown = false
  for (const route of routes) {
    const params = match(route.path, path)
    if (!params) continue
    pathKnown = true
    if (route.method === method) return { route, param: (name) => params.get(name) ?? '' }
  }
  throw pathKnown ? apiErrors.methodNotAllowed() : apiErrors.notFound()
}

function match(template: string, path: string): Map<string, string> | undefined {
  const wanted = template.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params = new Map<string, string>()
  for (const [i, part] of wanted.entries()) {
    const value = decodeURIComponent(given[i] ?? '')
    if (part.startsWith(':')) params.set(part.slice(1), value)
    else if (part !== value) return undefined
  }
  return params
}
