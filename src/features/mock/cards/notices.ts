import { type Message, textMessage, type UserRef, userToken } from '#bot'
import { quoted } from '../../../texts/phrases.ts'
import { leftOf } from '../rules/running.ts'
import { isUnderWay } from '../rules/state.ts'
import { duration, stageAt, type View } from '../view.ts'

/** An answer that the candidate submitted by a form, for those who score. */
export function submittedNotice({ mock, content, language, t }: View, stage: number, text: string): Message {
  const { candidate } = mock.state.seats
  const head = t('say.submitted', {
    who: candidate ? userToken(candidate) : '',
    stage: stageAt(content, stage).name[language],
  })
  return textMessage(`**${head}**\n${quoted(text)}`)
}

/** Asks a candidate who has written nothing yet. */
export function hintNotice({ mock, content, language, t }: View, stage: number): Message {
  const { candidate } = mock.state.seats
  return textMessage(
    t('say.hint', {
      candidate: candidate ? userToken(candidate) : '',
      stage: stageAt(content, stage).name[language],
    }),
  )
}

/** Says that a minute is left. @param empty nothing is written yet for the stage */
export function nudgeNotice({ content, language, t }: View, stage: number, empty: boolean): Message {
  const name = stageAt(content, stage).name[language]
  return textMessage(t(empty ? 'say.nudgeEmpty' : 'say.nudge', { stage: name }))
}

/** @returns undefined for a probe that the problem's present wording lacks */
export function probeNotice(
  { problem, content, t }: View,
  stage: number,
  index: number,
): Message | undefined {
  const probe = problem.probes[stageAt(content, stage).id][index]
  return probe === undefined ? undefined : textMessage(`${t('say.probe')}\n${quoted(probe)}`)
}

/** @returns undefined for a curveball that the problem's present wording lacks */
export function curveballNotice({ problem, t }: View, index: number): Message | undefined {
  const curveball = problem.curveballs[index]
  return curveball && textMessage(`${t('say.curveball')}\n${quoted(curveball.text)}`)
}

export function clockNotice(
  { mock: { state }, t }: View,
  kind: 'paused' | 'resumed' | 'extended',
  by: UserRef,
): Message {
  const left = isUnderWay(state) ? duration(t, leftOf(state)) : ''
  return textMessage(t(`say.${kind}`, { who: userToken(by), left }))
}

export function takeOverNotice({ t }: View, by: UserRef, from: UserRef): Message {
  return textMessage(t('say.tookOver', { who: userToken(by), from: userToken(from) }))
}
