import { action, type Form } from '#bot'
import { stageAt, type View } from '../view.ts'

/** A text field's limit on every platform (Slack's is the tightest). */
const FORM_TEXT_MAX = 3000

/** @param written the text that the candidate submitted before */
export function answerForm({ mock, content, language, t }: View, stage: number, written?: string): Form {
  return {
    action: action('mock.submitted', mock.id, stage),
    title: stageAt(content, stage).name[language],
    submit: t('submit.submit'),
    fields: [
      {
        kind: 'text',
        id: 'text',
        label: t('submit.label'),
        help: t('submit.help'),
        required: true,
        multiline: true,
        maxLength: FORM_TEXT_MAX,
        ...(written && { value: written }),
      },
    ],
  }
}
