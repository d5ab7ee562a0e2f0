import { action, type Button, type Message, type Translate } from '#bot'

/** A problem file to start from. */
export function templateCard(t: Translate, template: string): Message {
  const text = t('problem.template')
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      { type: 'file', name: 'problem-template.md', text: template },
    ],
  }
}

export function templateButton(t: Translate): Button {
  return { label: t('problem.button.template'), action: action('problem.template') }
}
