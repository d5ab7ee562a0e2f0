import { action, type Button, type Form, type Message, type Translate, timeToken } from '#bot'
import { TEXT_FILE_MAX_BYTES } from '../../answers/file-rules.ts'
import { FILE_TYPES, STAGE_MAX } from '../rules/wording.ts'
import type { Submission } from '../store/submissions.ts'
import { stageNames, type View } from '../view.ts'

/** A private panel to write in: one button per stage, and the draft so far. */
export function answerPanel(
  view: View,
  t: Translate,
  draft: ReadonlyMap<number, string>,
  before: Submission | undefined,
  notice?: string,
): Message {
  const { challenge, problem, content } = view
  const { id, language, deadlineAt, phase } = challenge
  const names = stageNames(content, language)
  const title = t('challenge.panel.title', { problem: problem.title })
  const stages = names.map((name, stage): Button => {
    const text = draft.get(stage)
    return {
      label: text === undefined ? name : `✓ ${name}`,
      action: action('challenge.stage', id, stage),
    }
  })
  const written = [...draft].map(([stage, text]) =>
    t('challenge.panel.written', { stage: names[stage] ?? '', count: text.length }),
  )
  return {
    summary: title,
    blocks: [
      ...(notice === undefined ? [] : [{ type: 'text', text: notice } as const]),
      { type: 'heading', text: title },
      {
        type: 'text',
        text: [
          phase === 'open'
            ? t('challenge.panel.until', { deadline: timeToken(deadlineAt, 'date') })
            : t('challenge.panel.late'),
          before?.state === 'standing'
            ? t('challenge.panel.handedIn', { number: before.number, version: before.version })
            : t('challenge.panel.notYet'),
          t('challenge.panel.how'),
        ].join('\n'),
      },
      ...(written.length > 0 ? [{ type: 'note', text: written.join(t('list.comma')) } as const] : []),
      { type: 'buttons', buttons: stages },
      {
        type: 'buttons',
        buttons: [
          {
            label: t('challenge.panel.handIn'),
            action: action('challenge.hand-in', id),
            style: 'success',
            disabled: draft.size === 0,
          },
          { label: t('challenge.panel.file'), action: action('challenge.file', id) },
          ...(before?.state === 'standing'
            ? [
                {
                  label: t('challenge.panel.takeBack'),
                  action: action('challenge.take-back', id),
                  style: 'danger',
                } as const,
              ]
            : []),
        ],
      },
    ],
  }
}

export function stageForm(view: View, t: Translate, stage: number, written: string | undefined): Form {
  const { challenge, content } = view
  return {
    action: action('challenge.stage-saved', challenge.id, stage),
    title: stageNames(content, challenge.language)[stage] ?? '',
    submit: t('challenge.panel.save'),
    fields: [
      {
        kind: 'text',
        id: 'text',
        label: t('challenge.panel.label'),
        help: t('challenge.panel.help'),
        required: false,
        multiline: true,
        maxLength: STAGE_MAX,
        ...(written !== undefined && { value: written }),
      },
    ],
  }
}

export function fileForm({ challenge }: View, t: Translate): Form {
  return {
    action: action('challenge.file-sent', challenge.id),
    title: t('challenge.panel.file'),
    submit: t('challenge.panel.handIn'),
    fields: [
      {
        kind: 'file',
        id: 'file',
        label: t('challenge.panel.fileLabel'),
        help: t('challenge.panel.fileHelp'),
        required: true,
        accept: FILE_TYPES,
        maxBytes: TEXT_FILE_MAX_BYTES,
      },
    ],
  }
}
