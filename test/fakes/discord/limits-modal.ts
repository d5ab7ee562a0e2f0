import { Problems } from './api-error.ts'
import { COMPONENT } from './components.ts'
import { checkSelect } from './limits-components.ts'
import type { Json } from './model.ts'

type Path = readonly (string | number)[]

const IN_LABEL = [3, 4, 5, 6, 7, 8, 19, 21, 22, 23]

/** @throws ApiError 50035 */
export function checkModal(data: Json): void {
  const problems = new Problems()
  problems.text(['data', 'title'], data.title, 1, 45)
  problems.text(['data', 'custom_id'], data.custom_id, 1, 100)
  const ids = new Set<unknown>()
  problems.list(['data', 'components'], data.components, 1, 5).forEach((component, i) => {
    const path = ['data', 'components', i]
    const [input, inputPath] = inputOf(problems, path, component)
    if (!input) return
    problems.text([...inputPath, 'custom_id'], input.custom_id, 1, 100)
    if (ids.has(input.custom_id))
      problems.add(
        [...inputPath, 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      )
    ids.add(input.custom_id)
    if (input.type === COMPONENT.textInput) checkTextInput(problems, inputPath, input)
    if (input.type === COMPONENT.stringSelect) checkSelect(problems, inputPath, input)
    if (input.type === COMPONENT.fileUpload) checkFileUpload(problems, inputPath, input)
  })
  problems.raise()
}

function inputOf(problems: Problems, path: Path, component: Json): readonly [Json | undefined, Path] {
  switch (component.type) {
    case COMPONENT.row: {
      const [input] = problems.list([...path, 'components'], component.components, 1, 1)
      const inputPath = [...path, 'components', 0]
      if (input && input.type !== COMPONENT.textInput)
        problems.choices([...inputPath, 'type'], [COMPONENT.textInput])
      problems.text([...inputPath, 'label'], input?.label, 1, 45)
      return [input, inputPath]
    }
    case COMPONENT.label: {
      problems.text([...path, 'label'], component.label, 1, 45)
      problems.text([...path, 'description'], component.description, 0, 100)
      const input = component.component as Json | undefined
      const inputPath = [...path, 'component']
      if (!input) problems.required(inputPath)
      else if (!IN_LABEL.includes(Number(input.type))) problems.choices([...inputPath, 'type'], IN_LABEL)
      else if (input.label)
        problems.add(
          [...inputPath, 'label'],
          'TEXT_INPUT_LABEL_IN_LABEL',
          'The label stands on the Label component',
        )
      return [input, inputPath]
    }
    case COMPONENT.textDisplay:
      problems.text([...path, 'content'], component.content, 1, 4000)
      return [undefined, path]
    default:
      problems.choices([...path, 'type'], [1, 10, 18])
      return [undefined, path]
  }
}

function checkFileUpload(problems: Problems, path: Path, input: Json): void {
  const max = Number(input.max_values ?? 1)
  problems.integer([...path, 'min_values'], input.min_values, 0, Math.min(10, max))
  problems.integer([...path, 'max_values'], input.max_values, 1, 10)
}

function checkTextInput(problems: Problems, path: Path, input: Json): void {
  if (input.style !== 1 && input.style !== 2) problems.choices([...path, 'style'], [1, 2])
  const max = Number(input.max_length ?? 4000)
  problems.integer([...path, 'min_length'], input.min_length, 0, Math.min(4000, max))
  problems.integer([...path, 'max_length'], input.max_length, 1, 4000)
  problems.text([...path, 'placeholder'], input.placeholder, 0, 100)
  problems.text([...path, 'value'], input.value, 0, max)
}
