import { Problems } from './api-error.ts'
import type { Json } from './model.ts'

type Path = readonly (string | number)[]

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const LOCALES = new Set(
  'ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th tr uk vi zh-CN zh-TW'.split(
    ' ',
  ),
)

/** @throws ApiError 50035 */
export function checkCommands(commands: readonly Json[]): void {
  const problems = new Problems()
  const seen = new Set<string>()
  problems.list([], commands, 0, 100).forEach((command, i) => {
    checkNamed(problems, [i], command)
    const key = `${command.type ?? 1}:${command.name}`
    if (seen.has(key))
      problems.add(
        [i, 'name'],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      )
    seen.add(key)
    checkOptions(problems, [i, 'options'], command.options)
    if (JSON.stringify([command.name, command.description, command.options]).length > 8000)
      problems.add([i], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)')
  })
  problems.raise()
}

function checkNamed(problems: Problems, path: Path, item: Json): void {
  const names: [Path, unknown][] = [
    [[...path, 'name'], item.name],
    ...localized(problems, [...path, 'name_localizations'], item.name_localizations),
  ]
  for (const [at, name] of names)
    if (typeof name !== 'string' || !NAME.test(name) || name !== name.toLowerCase())
      problems.add(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
  problems.text([...path, 'description'], item.description, 1, 100)
  for (const [at, text] of localized(
    problems,
    [...path, 'description_localizations'],
    item.description_localizations,
  ))
    problems.text(at, text, 1, 100)
}

function localized(problems: Problems, path: Path, value: unknown): [Path, unknown][] {
  return Object.entries((value as Json | undefined | null) ?? {}).map(([locale, text]) => {
    if (!LOCALES.has(locale)) problems.choices([...path, locale], [...LOCALES])
    return [[...path, locale], text]
  })
}

/** @param deepest a group's own options are subcommands, and a subcommand's are none */
function checkOptions(problems: Problems, path: Path, value: unknown, deepest = 2): void {
  const seen = new Set<unknown>()
  let optional = false
  const options = problems.list(path, value, 0, 25)
  const nested = options.filter(({ type }) => Number(type) <= 2).length
  if (nested > 0 && nested < options.length)
    problems.add(
      path,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    )
  options.forEach((option, i) => {
    const at = [...path, i]
    const type = Number(option.type)
    const allowed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].filter((each) => each > 2 || each <= deepest)
    if (!allowed.includes(type)) problems.choices([...at, 'type'], allowed)
    checkNamed(problems, at, option)
    if (seen.has(option.name))
      problems.add(
        [...at, 'name'],
        'APPLICATION_COMMAND_OPTIONS_DUPLICATE_NAME',
        'Option names must be unique',
      )
    seen.add(option.name)
    if (option.required && optional)
      problems.add(
        [...at],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      )
    optional ||= type > 2 && !option.required
    checkChoices(problems, at, option)
    if (type <= 2) checkOptions(problems, [...at, 'options'], option.options, type - 1)
    else if (option.options !== undefined)
      problems.add([...at, 'options'], 'APPLICATION_COMMAND_OPTIONS_INVALID', 'This option has no options')
  })
}

function checkChoices(problems: Problems, path: Path, option: Json): void {
  const choices = problems.list([...path, 'choices'], option.choices, 0, 25)
  if (choices.length > 0 && option.autocomplete)
    problems.add(
      [...path, 'autocomplete'],
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
      'Choices and autocomplete are mutually exclusive',
    )
  choices.forEach((choice, i) => {
    problems.text([...path, 'choices', i, 'name'], choice.name, 1, 100)
    if (typeof choice.value === 'string')
      problems.text([...path, 'choices', i, 'value'], choice.value, 1, 100)
    for (const [at, text] of localized(
      problems,
      [...path, 'choices', i, 'name_localizations'],
      choice.name_localizations,
    ))
      problems.text(at, text, 1, 100)
  })
}
