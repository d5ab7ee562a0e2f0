import type { MessageRef } from '#bot'
import type { Draft } from '../../../durable/outbox/index.ts'
import { shortened } from '../../../kit/names.ts'
import { bullets } from '../../../texts/phrases.ts'
import { stageAt, type View } from '../view.ts'

/** A file of the candidate's. `to`: the message that it is attached to. */
export type ShownFile = Readonly<{ name: string; stage: number; to: MessageRef }>

/** Buttons for more would fill a row of messages. */
const MAX_FILES = 20
/** Characters of a file's name. */
const MAX_NAME = 60

/** Names the candidate's files by stage, with buttons that lead to their messages. No message where there is none. */
export function filesCard({ content, language, t }: View, files: readonly ShownFile[]): readonly Draft[] {
  if (files.length === 0) return []
  const shown = files.slice(0, MAX_FILES)
  const stages = [...Map.groupBy(shown, ({ stage }) => stage)].map(([stage, each]) => {
    const names = each.map(({ name }) => `\`${shownName(name)}\``).join(t('list.comma'))
    return t('list.named', { name: `**${stageAt(content, stage).name[language]}**`, text: names })
  })
  const rest = files.length - shown.length
  const title = t('debrief.files')
  return [
    {
      summary: title,
      blocks: [
        { type: 'heading', text: title },
        { type: 'text', text: bullets(stages) },
        ...(rest > 0 ? [{ type: 'note', text: t('debrief.filesMore', { count: rest }) } as const] : []),
        { type: 'buttons', buttons: shown.map(({ name, to }) => ({ label: shownName(name), to })) },
      ],
    },
  ]
}

/** A file's name in one line, without marks that would end a stretch of code. */
function shownName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}`]/gu, ' ').trim()
  return shortened(line, MAX_NAME) || '…'
}
