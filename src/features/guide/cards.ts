import { action, type Message, type Translate } from '#bot'

/** @param problem the slug that the first button plays */
export function guideCard(t: Translate, problem: string): Message {
  return {
    summary: t('guide.title'),
    tone: 'calm',
    blocks: [
      { type: 'heading', text: t('guide.title') },
      { type: 'text', text: t('guide.text', { command: `/mock ${problem}` }) },
      {
        type: 'buttons',
        buttons: [
          { label: t('guide.mock'), action: action('guide.mock'), style: 'primary' },
          { label: t('guide.around'), action: action('guide.around') },
          // An action of the challenge feature, so that neither imports the other.
          { label: t('guide.challenge'), action: action('challenge.running') },
        ],
      },
    ],
  }
}

export function aroundCard(t: Translate): Message {
  return {
    summary: t('guide.around'),
    blocks: [
      { type: 'heading', text: t('guide.around') },
      { type: 'text', text: t('guide.places') },
    ],
  }
}
