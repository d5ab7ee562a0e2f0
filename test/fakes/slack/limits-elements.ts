import { isChoice, optionsOf } from './blocks.ts'
import type { Problems } from './limits.ts'
import type { Part } from './model.ts'

// https://docs.slack.dev/reference/block-kit/block-elements and composition-objects
const ACTION_ID = 255
const OPTIONS: Readonly<Record<string, number>> = {
  static_select: 100,
  multi_static_select: 100,
  radio_buttons: 10,
  checkboxes: 10,
  overflow: 5,
}
const INPUT_LENGTH = 3000

/** Holds an element against its documented limits. */
export function checkElement(problems: Problems, pointer: string, element: Part): void {
  problems.most(`${pointer}/action_id`, element.action_id, ACTION_ID)
  if (element.action_id === '') problems.add(`${pointer}/action_id`, 'must be more than 0 characters')
  problems.text(`${pointer}/placeholder`, element.placeholder, 150)
  if (element.confirm) checkConfirm(problems, `${pointer}/confirm`, element.confirm as Part & Confirm)
  if (element.type === 'button') checkButton(problems, pointer, element)
  if (element.type === 'image') checkImage(problems, pointer, element)
  if (element.type === 'plain_text' || element.type === 'mrkdwn') problems.text(pointer, element, 3000)
  if (element.type === 'plain_text_input') checkInput(problems, pointer, element)
  if (element.type === 'file_input') checkFileInput(problems, pointer, element)
  if (isChoice(element)) checkChoice(problems, pointer, element)
}

type Confirm = { confirm?: Part; deny?: Part }

function checkConfirm(problems: Problems, pointer: string, confirm: Part & Confirm): void {
  problems.text(`${pointer}/title`, confirm.title, 100)
  problems.text(`${pointer}/text`, confirm.text, 300)
  problems.text(`${pointer}/confirm`, (confirm as Confirm).confirm, 30)
  problems.text(`${pointer}/deny`, confirm.deny, 30)
}

function checkButton(problems: Problems, pointer: string, button: Part): void {
  problems.text(`${pointer}/text`, button.text, 75)
  problems.most(`${pointer}/value`, button.value, 2000)
  problems.most(`${pointer}/url`, button.url, 3000)
}

export function checkImage(problems: Problems, pointer: string, image: Part): void {
  problems.text(`${pointer}/alt_text`, image.alt_text, 2000)
  problems.text(`${pointer}/title`, image.title, 2000)
  problems.text(`${pointer}/image_url`, image.image_url, 3000)
  if (image.image_url !== undefined && !/^https?:\/\/\S+$/.test(image.image_url))
    problems.add(`${pointer}/image_url`, 'must be a valid URL')
}

function checkInput(problems: Problems, pointer: string, input: Part): void {
  const { min_length: least = 0, max_length: most = INPUT_LENGTH } = input
  if (least < 0 || least > INPUT_LENGTH) problems.add(`${pointer}/min_length`, 'must be between 0 and 3000')
  if (most < 1 || most > INPUT_LENGTH) problems.add(`${pointer}/max_length`, 'must be between 1 and 3000')
  if (least > most) problems.add(`${pointer}/min_length`, 'must not be more than max_length')
  problems.most(`${pointer}/initial_value`, input.initial_value, most)
}

function checkFileInput(
  problems: Problems,
  pointer: string,
  { filetypes, max_files: most = 10 }: Part,
): void {
  if (!Number.isInteger(most) || most < 1 || most > 10)
    problems.add(`${pointer}/max_files`, 'must be between 1 and 10')
  for (const [index, type] of (filetypes ?? []).entries())
    if (!/^[a-z0-9_]+$/.test(type)) problems.add(`${pointer}/filetypes/${index}`, 'must be a valid file type')
}

function checkChoice(problems: Problems, pointer: string, choice: Part): void {
  const most = OPTIONS[choice.type]
  if (most === undefined) return
  const options = optionsOf(choice)
  if (!choice.options && !choice.option_groups) problems.add(pointer, 'missing required field: options')
  if (choice.options && choice.option_groups)
    problems.add(pointer, 'options and option_groups exclude each other')
  problems.items(`${pointer}/options`, choice.options, most)
  problems.items(`${pointer}/option_groups`, choice.option_groups, 100)
  for (const [index, group] of (choice.option_groups ?? []).entries()) {
    problems.text(`${pointer}/option_groups/${index}/label`, group.label, 75)
    problems.items(`${pointer}/option_groups/${index}/options`, group.options, 100)
  }
  for (const [index, option] of options.entries()) {
    const at = `${pointer}/options/${index}`
    problems.text(`${at}/text`, option.text as Part, 75)
    problems.text(`${at}/value`, option.value, 150)
    problems.text(`${at}/description`, option.description as Part | undefined, 75)
  }
  const same = (one: unknown) => options.some((option) => JSON.stringify(option) === JSON.stringify(one))
  const initial = [
    ...(choice.initial_option ? [choice.initial_option] : []),
    ...(choice.initial_options ?? []),
  ]
  if (!initial.every(same)) problems.add(pointer, 'initial_option is not among the options')
  if (choice.initial_options?.length === 0)
    problems.add(`${pointer}/initial_options`, 'no less than 1 items allowed')
}
