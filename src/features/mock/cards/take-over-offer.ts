import { action, type Message, type Translate, userToken } from '#bot'
import type { Mock } from '../store.ts'

/** Offers an observer the seat of an interviewer who is gone. */
export function takeOverOffer(mock: Mock, t: Translate): Message {
  const { interviewer } = mock.state.seats
  const text = t('refused.takeOver', { interviewer: interviewer ? userToken(interviewer) : '' })
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      {
        type: 'buttons',
        buttons: [{ label: t('button.takeOver'), action: action('mock.take-over', mock.id) }],
      },
    ],
  }
}
