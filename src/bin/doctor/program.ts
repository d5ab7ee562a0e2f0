import type { CommandDefinition } from '#bot'
import { addressOf } from '../../app/address.ts'
import { defineCommands, loadCommands } from '../../app/commands.ts'
import { type Config, readConfig } from '../../app/config.ts'
import { loadContent } from '../../content/load.ts'
import { ContentError, locateMistake } from '../../content/mistakes.ts'
import { ConfigError } from '../../db/config-error.ts'
import { loadTexts } from '../../texts/catalogue.ts'
import { type Finding, ok, plural, problem, warning } from './findings.ts'

const OLDEST_NODE = 24

/** @param version such as `24.1.0` */
export function checkNode(version: string): Finding {
  return Number.parseInt(version, 10) >= OLDEST_NODE
    ? ok(`Node.js ${version}`)
    : problem(
        `Node.js ${version} is too old`,
        `Install Node.js ${OLDEST_NODE} or newer, or start with npm after "npm ci": it brings one along.`,
      )
}

export function checkContent(folder: URL): readonly Finding[] {
  try {
    const { problems } = loadContent(folder)
    return [ok(`Content: ${plural(problems.size, 'problem')} to practise`)]
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    const t = loadTexts().in('en')
    return error.mistakes.map((mistake) => problem(locateMistake(t, mistake)))
  }
}

export type CheckedCommands = Readonly<{
  findings: readonly Finding[]
  commands: readonly CommandDefinition[]
}>

/** Every command file, and its words in both languages. */
export async function checkCommands(folder: URL): Promise<CheckedCommands> {
  try {
    const commands = defineCommands(await loadCommands(folder), loadTexts())
    const names = commands.map(({ name }) => `/${name}`).join(', ')
    return { findings: [ok(`Commands: ${names}`)], commands }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { findings: [problem(`Commands: ${reason}`)], commands: [] }
  }
}

export type CheckedEnvironment = Readonly<{ findings: readonly Finding[]; config?: Config }>

/** The environment as the bot would read it. */
export function checkEnvironment(env: Readonly<Record<string, string | undefined>>): CheckedEnvironment {
  try {
    return { findings: [ok('Environment: every variable can be read')], config: readConfig(env) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const fix = 'README.md lists the variables; leave one out for its default.'
    return { findings: error.message.split('\n').map((sentence) => problem(sentence, fix)) }
  }
}

/** Where the playground is to be found, or why it is not; undefined where nobody would look for it. */
export function checkPlayground({ playground, http, discord, slack }: Config): Finding | undefined {
  if (playground === 'exposed')
    return warning(
      `Playground: off, since HOST ${http.host} is reached by other machines, and whoever reaches it may do everything there`,
      'Set PLAYGROUND=on to have it all the same, or leave HOST out.',
    )
  if (playground === 'off') return undefined
  const where = `${addressOf(http, http.port)}/playground/`
  if (!http.loopback)
    return warning(
      `Playground: ${where}, where whoever reaches it may do everything`,
      'Keep it inside your network.',
    )
  return ok(`Playground: ${where}${discord || slack ? '' : ', without any token'}`)
}
