import type { Json } from './model.ts'

type Path = readonly (string | number)[]

/** An error answer: an HTTP status and Discord's own error code. */
export class ApiError extends Error {
  readonly status: number
  readonly code: number
  readonly errors: Json | undefined

  constructor(status: number, code: number, message: string, errors?: Json) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errors
  }

  get body(): Json {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) }
  }
}

const error = (status: number, code: number, message: string) => () => new ApiError(status, code, message)

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const apiErrors = {
  unauthorized: error(401, 0, '401: Unauthorized'),
  notFound: error(404, 0, '404: Not Found'),
  methodNotAllowed: error(405, 0, '405: Method Not Allowed'),
  unknownApplication: error(404, 10002, 'Unknown Application'),
  unknownChannel: error(404, 10003, 'Unknown Channel'),
  unknownGuild: error(404, 10004, 'Unknown Guild'),
  unknownMember: error(404, 10007, 'Unknown Member'),
  unknownMessage: error(404, 10008, 'Unknown Message'),
  unknownUser: error(404, 10013, 'Unknown User'),
  unknownEmoji: error(400, 10014, 'Unknown Emoji'),
  unknownWebhook: error(404, 10015, 'Unknown Webhook'),
  unknownInteraction: error(404, 10062, 'Unknown interaction'),
  tooManyReactions: error(400, 30010, 'Maximum number of reactions reached (20)'),
  tooLarge: error(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: error(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: error(403, 50001, 'Missing Access'),
  wrongChannelKind: error(400, 50024, 'Cannot execute action on this channel type'),
  notTheAuthor: error(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: error(400, 50006, 'Cannot send an empty message'),
  cannotDm: error(403, 50007, 'Cannot send messages to this user'),
  missingPermissions: error(403, 50013, 'Missing Permissions'),
  systemMessage: error(403, 50021, 'Cannot execute action on a system message'),
  invalidWebhookToken: error(401, 50027, 'Invalid Webhook Token'),
  threadArchived: error(400, 50083, 'Thread is archived'),
  invalidJson: error(400, 50109, 'The request body contains invalid JSON.'),
  threadExists: error(400, 160004, 'A thread has already been created for this message'),
  threadLocked: error(400, 160005, 'Thread is locked'),
}

/** Gathers what is wrong with a body, as the nested errors of code 50035. */
export class Problems {
  readonly #tree: Json = {}
  #count = 0

  add(path: Path, code: string, message: string): void {
    let node = this.#tree
    for (const key of path) {
      node[key] ??= {}
      node = node[key] as Json
    }
    node._errors ??= []
    ;(node._errors as Json[]).push({ code, message })
    this.#count++
  }

  /** @throws ApiError 50035 when anything was added */
  raise(): void {
    if (this.#count > 0) throw new ApiError(400, 50035, 'Invalid Form Body', this.#tree)
  }

  required(path: Path): void {
    this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
  }

  choices(path: Path, allowed: readonly (string | number)[]): void {
    this.add(path, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`)
  }

  /** Checks a text's length in code points; absent values pass unless `min` is positive. */
  text(path: Path, value: unknown, min: number, max: number): void {
    if (value === undefined || value === null) {
      if (min > 0) this.required(path)
      return
    }
    if (typeof value !== 'string') {
      this.add(path, 'BASE_TYPE_BAD_TYPE', 'Could not interpret value as string.')
      return
    }
    const length = [...value].length
    if (min > 0 && value.trim() === '') this.required(path)
    else if (length < min || length > max) {
      if (min > 0) this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
      else this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
    }
  }

  /** Checks a list's length and gives it back, empty when it is absent or no list. */
  list(path: Path, value: unknown, min: number, max: number): readonly Json[] {
    if (value === undefined || value === null) {
      if (min > 0) this.required(path)
      return []
    }
    if (!Array.isArray(value)) {
      this.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
      return []
    }
    if (value.length < min || value.length > max)
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
    return value as Json[]
  }

  integer(path: Path, value: unknown, min: number, max: number): void {
    if (value === undefined || value === null) return
    if (!Number.isInteger(value)) this.add(path, 'NUMBER_TYPE_COERCE', `Value "${value}" is not int.`)
    else if (Number(value) < min)
      this.add(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`)
    else if (Number(value) > max)
      this.add(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`)
  }
}
