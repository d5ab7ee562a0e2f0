import type { DestinationStream } from 'pino'
import { languageOf } from '#bot'
import type { Texts } from '../texts/catalogue.ts'

/** The output that a person at a terminal sees. */
export type Terminal = Readonly<{ write(text: string): unknown }>

/** The terminal of this process; undefined where its output goes elsewhere, such as to a file or to a log collector. */
export function terminalOf(stream: Terminal & Readonly<{ isTTY?: boolean }>): Terminal | undefined {
  return stream.isTTY ? stream : undefined
}

/** Makes a log's lines readable for people, one line of text each, and errors below theirs. */
export async function readableLines(terminal: Terminal, colorize: boolean): Promise<DestinationStream> {
  // Loaded for terminals alone: it would take its time from each start.
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({
    colorize,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  })
  return { write: (line) => void terminal.write(pretty(line)) }
}

/** Says where the playground is. @param locale the system's */
export function sayAddress(terminal: Terminal, texts: Texts, locale: string, address: string): void {
  const text = texts.in(languageOf(locale) ?? 'en')('start.playground', { address })
  terminal.write(`\n${text}\n\n`)
}
