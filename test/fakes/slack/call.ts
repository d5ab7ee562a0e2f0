import { ApiError, invalidArguments } from './api-error.ts'
import type { Json } from './model.ts'
import type { World } from './world.ts'

/** One call of a method: its arguments, which the clients send as texts, with JSON inside. */
export class Call {
  readonly world: World
  readonly method: string
  readonly #args: Json

  constructor(world: World, method: string, args: Json) {
    this.world = world
    this.method = method
    this.#args = args
  }

  has(name: string): boolean {
    return this.#args[name] !== undefined
  }

  /** @throws ApiError when it is missing */
  text(name: string): string {
    const value = this.optional(name)
    if (value === undefined || value === '') throw invalidArguments(`missing required field: ${name}`)
    return value
  }

  optional(name: string): string | undefined {
    const value = this.#args[name]
    return value === undefined || value === null ? undefined : String(value)
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.optional(name) ?? '')
  }

  /** @throws ApiError when it is no number from 1 to `most` */
  limit(usual: number, most: number): number {
    const value = Number(this.optional('limit') ?? usual)
    if (!Number.isInteger(value) || value < 1) throw new ApiError('invalid_limit')
    return Math.min(value, most)
  }

  /** @throws ApiError for what is no JSON */
  json(name: string, error = 'invalid_arguments'): unknown {
    const value = this.#args[name]
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value) as unknown
    } catch {
      throw new ApiError(error, { response_metadata: { messages: [`[ERROR] ${name} is not valid JSON`] } })
    }
  }

  /** @throws ApiError missing_scope */
  need(...scopes: readonly string[]): void {
    const { settings, used } = this.world
    for (const scope of scopes) {
      if (!settings.scopes.includes(scope))
        throw new ApiError('missing_scope', { needed: scope, provided: settings.scopes.join(',') })
      used.scopes.add(scope)
    }
  }
}

export type Method = Readonly<{
  name: string
  /** The token that it takes; the bot's unless said. */
  token?: 'bot' | 'app'
  /** Calls a minute, for a method whose tier is known. */
  perMinute?: number
  handle(call: Call): Json
}>
