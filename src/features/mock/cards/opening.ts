import { type Message, userToken } from '#bot'
import { names } from '../../../texts/phrases.ts'
import { roleHolders } from '../rules/seats.ts'
import type { View } from '../view.ts'

/** The first message of the thread: the roles and the brief. */
export function openingMessage({ mock, problem, t, readsMessages }: View): Message {
  const { seats } = mock.state
  const candidate = seats.candidate ? userToken(seats.candidate) : ''
  const how = seats.interviewer
    ? t('opening.withInterviewer', { candidate, interviewer: userToken(seats.interviewer) })
    : t('opening.solo', { candidate })
  const watchers =
    seats.observers.length > 0 ? [t('opening.observers', { observers: names(t, seats.observers) })] : []
  return {
    summary: t('opening.summary', { problem: problem.title }),
    ping: roleHolders(seats),
    blocks: [
      { type: 'heading', text: problem.title },
      { type: 'text', text: problem.brief },
      {
        type: 'text',
        text: [how, ...watchers, t(readsMessages ? 'opening.write' : 'opening.submit')].join('\n'),
      },
    ],
  }
}
