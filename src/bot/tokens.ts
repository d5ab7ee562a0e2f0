import type { ChannelRef, UserRef } from './refs.ts'

/** How a moment is shown: `clock` 14:05, `date` 3 May 2026 14:05, `relative` in 5 minutes (counting by itself where the platform can). */
export type TimeStyle = 'clock' | 'date' | 'relative'

/**
 * Texts carry moments, people and channels as tokens, which each platform writes in its own way (`<t:..:R>`,
 * `<!date^..>`, `<@id>`, `<#id>`), so that a time is shown in the reader's zone.
 */
export type Token =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'time'; at: number; style: TimeStyle }>
  | Readonly<{ kind: 'user'; user: string }>
  | Readonly<{ kind: 'channel'; channel: string }>

/** @param at milliseconds since the epoch */
export function timeToken(at: number, style: TimeStyle): string {
  return `⟦time ${Math.round(at)} ${style}⟧`
}

/** Names a person without pinging them, unless the message's `ping` lists them. */
export function userToken(user: UserRef): string {
  return `⟦user ${user.user}⟧`
}

/** Names a channel; of a thread, the channel in which it is. */
export function channelToken(channel: ChannelRef): string {
  return `⟦channel ${channel.channel}⟧`
}

/** People can type tokens too. A time with more digits is outside of every calendar, and Intl throws for it. */
const PATTERN = /⟦(?:time (\d{1,15}) (clock|date|relative)|user ([^\s⟧]+)|channel ([^\s⟧]+))⟧/gu

/** Splits a text into plain stretches and tokens, in order. */
export function splitTokens(text: string): readonly Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of text.matchAll(PATTERN)) {
    if (match.index > end) tokens.push({ kind: 'text', text: text.slice(end, match.index) })
    const [whole, at, style, user, channel] = match
    if (user !== undefined) tokens.push({ kind: 'user', user })
    else if (channel !== undefined) tokens.push({ kind: 'channel', channel })
    else tokens.push({ kind: 'time', at: Number(at), style: style as TimeStyle })
    end = match.index + whole.length
  }
  if (end < text.length) tokens.push({ kind: 'text', text: text.slice(end) })
  return tokens
}
