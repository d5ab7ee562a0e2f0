export const INTENT = {
  guilds: 1 << 0,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  messageContent: 1 << 15,
} as const

/** Privileged intents besides message content: this application was not given them. */
const NEVER_ALLOWED = (1 << 1) | (1 << 8)

const KNOWN = [...Array(17).keys(), 20, 21, 24, 25].reduce((bits, bit) => bits | (1 << bit), 0)

export function areKnownIntents(intents: number): boolean {
  return Number.isInteger(intents) && intents >= 0 && (intents & ~KNOWN) === 0
}

export function areAllowedIntents(intents: number, messageContent: boolean): boolean {
  const forbidden = NEVER_ALLOWED | (messageContent ? 0 : INTENT.messageContent)
  return (intents & forbidden) === 0
}
