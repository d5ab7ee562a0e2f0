/** The meaning of a button, a select or a form: a name that a feature handles, and its arguments. */
export type Action = Readonly<{ name: string; args: readonly string[] }>

/** Discord's limit for a component's custom id; Slack's (255) is wider. */
export const MAX_ACTION_LENGTH = 100

export function action(name: string, ...args: readonly (string | number)[]): Action {
  return { name, args: args.map(String) }
}

/** @throws RangeError when the platforms' ids could not hold it */
export function encodeAction({ name, args }: Action): string {
  const id = [name, ...args].map(encodeURIComponent).join('|')
  if (id.length > MAX_ACTION_LENGTH)
    throw new RangeError(`action ${name} is ${id.length} characters long, ${MAX_ACTION_LENGTH} at most`)
  return id
}

/** Undefined for an id that is not the bot's own: ids come from outside. */
export function decodeAction(id: string): Action | undefined {
  try {
    const [name, ...args] = id.split('|').map(decodeURIComponent)
    return name ? { name, args } : undefined
  } catch {
    return undefined
  }
}
