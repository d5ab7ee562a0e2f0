import { action, type Form } from '#bot'
import type { View } from '../view.ts'

export const NOTE_MAX = 2000

export function noteForm({ mock, t }: View): Form {
  return {
    action: action('mock.note-saved', mock.id),
    title: t('note.title'),
    submit: t('note.submit'),
    fields: [
      {
        kind: 'text',
        id: 'note',
        label: t('note.label'),
        help: t('note.help'),
        required: true,
        multiline: true,
        maxLength: NOTE_MAX,
      },
    ],
  }
}
