import type { VNode } from 'preact'
import type { FormField } from '#bot'
import type { WireFile } from '../wire.ts'
import { usePage } from './context.ts'
import { FileInput } from './form-file.ts'
import { type FieldProblem, isCards, lettersLeft } from './form-rules.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'

/** A field for more characters than this is shown larger. */
const LONG = 2000

export type FieldProps = Readonly<{
  field: FormField
  /** Unique in the page. */
  id: string
  value: string
  problem: FieldProblem | undefined
  /** Whether the form has required fields, so that optional ones are marked. */
  mixed: boolean
  /** The file uploaded before, for a file field. */
  before: WireFile | undefined
  onValue: (value: string) => void
  onWait: (waits: boolean) => void
}>

export function Field(props: FieldProps): VNode {
  return isCards(props.field) ? html`<${Cards} ...${props} />` : html`<${Single} ...${props} />`
}

function Required({ field, mixed }: Pick<FieldProps, 'field' | 'mixed'>): VNode | null {
  const { t } = usePage()
  if (field.required) return html`<span class="field-required">${t('form.required')}</span>`
  return mixed ? html`<span class="field-optional">${t('form.optional')}</span>` : null
}

/** The text below a field: its help, its fault, and the remaining characters. */
function Notes({ field, id, value, problem }: Pick<FieldProps, 'field' | 'id' | 'value' | 'problem'>): VNode {
  const { t } = usePage()
  const left = lettersLeft(field, value)
  return html`<div class="field-notes" id="${id}-notes">
    ${problem && html`<p class="field-problem"><${Icon} name="warning" />${t(`form.${problem}`)}</p>`}
    ${field.help && html`<p class="field-help">${field.help}</p>`}
    ${left !== undefined && html`<p class="field-left ${left < 0 ? 'over' : ''}">${t('form.left', { count: left })}</p>`}
  </div>`
}

function Single(props: FieldProps): VNode {
  const { t } = usePage()
  const { field, id, value, problem, mixed, before, onValue, onWait } = props
  const shared = {
    id,
    name: field.id,
    'aria-required': field.required,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-notes`,
  }
  const onInput = (event: Readonly<{ currentTarget: { value: string } }>) =>
    onValue(event.currentTarget.value)
  return html`<div class="field ${problem ? 'field-wrong' : ''}">
    <label class="field-label" for=${id}>${field.label} <${Required} field=${field} mixed=${mixed} /></label>
    ${
      field.kind === 'choice'
        ? html`<select ...${shared} value=${value} onChange=${onInput}>
            <option value="">${t('form.choose')}</option>
            ${field.choices.map(
              (
                choice,
              ) => html`<option key=${choice.value} value=${choice.value} selected=${choice.value === value}>
                ${choice.description ? `${choice.label} (${choice.description})` : choice.label}
              </option>`,
            )}
          </select>`
        : field.kind === 'file'
          ? html`<${FileInput} field=${field} shared=${shared} before=${before} onValue=${onValue} onWait=${onWait} />`
          : field.multiline
            ? html`<textarea ...${shared} rows=${field.maxLength > LONG ? 12 : 6} value=${value} onInput=${onInput}></textarea>`
            : html`<input ...${shared} type="text" autocomplete="off" value=${value} onInput=${onInput} />`
    }
    <${Notes} ...${props} />
  </div>`
}

function Cards(props: FieldProps): VNode | null {
  const { t } = usePage()
  const { field, id, value, problem, mixed, onValue } = props
  if (field.kind !== 'choice') return null
  return html`<fieldset class="field ${problem ? 'field-wrong' : ''}" aria-describedby="${id}-notes">
    <legend class="field-label">${field.label} <${Required} field=${field} mixed=${mixed} /></legend>
    <div class="cards">
      ${field.choices.map(
        (choice, index) => html`<label key=${choice.value} class="choice-card">
          <input type="radio" id=${index === 0 ? id : undefined} name="${id}-choice" value=${choice.value}
            checked=${choice.value === value} onChange=${() => onValue(choice.value)} />
          ${
            choice.description
              ? html`<span class="choice-title">${choice.description}</span><span class="choice-text">${choice.label}</span>`
              : html`<span class="choice-title">${choice.label}</span>`
          }
        </label>`,
      )}
    </div>
    ${
      !field.required &&
      value !== '' &&
      html`<button type="button" class="link-button" onClick=${() => onValue('')}>${t('form.clear')}</button>`
    }
    <${Notes} ...${props} />
  </fieldset>`
}
