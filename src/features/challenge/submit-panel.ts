import {
  type ActionEvent,
  type FileRef,
  type Form,
  type FormEvent,
  type Message,
  type PlatformName,
  textMessage,
  UserError,
} from '#bot'
import { decodeText } from '../../content/decode.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { type Press, pressOf, stageOf } from './access.ts'
import { answerPanel, fileForm, stageForm } from './cards/answer-panel.ts'
import { stageNames } from './cards/challenge-card.ts'
import type { FlowDeps } from './deps.ts'
import { FILE_MAX_BYTES, mayHandIn, STAGE_MAX } from './rules/phase.ts'
import { joinStages } from './rules/stages.ts'
import { lockChallenge } from './store/challenges.ts'
import { readDraft, saveDraft, submissionOf } from './store/submissions.ts'
import { type HandedIn, handIn, withdraw } from './submit.ts'

/** The private ways of answering: stage by stage with a draft, or a file. */
export function submissionHandlers(deps: FlowDeps): Handlers {
  return {
    actions: {
      'challenge.answer': { answer: 'private', run: (event, caller) => openPanel(deps, event, caller) },
      'challenge.stage': { answer: 'form', run: (event, caller) => openStage(deps, event, caller) },
      'challenge.file': { answer: 'form', run: (event, caller) => openFile(deps, event, caller) },
      'challenge.hand-in': { answer: 'replace', run: (event, caller) => handInDraft(deps, event, caller) },
      'challenge.take-back': { answer: 'replace', run: (event, caller) => takeBack(deps, event, caller) },
    },
    forms: {
      'challenge.stage-saved': { answer: 'private', run: (event, caller) => saveStage(deps, event, caller) },
      'challenge.file-sent': { answer: 'private', run: (event, caller) => handInFile(deps, event, caller) },
    },
  }
}

async function openPanel(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  return panel(deps, await writerOf(deps, event, caller))
}

async function panel(deps: FlowDeps, { challenge, user, t }: Press, said?: string): Promise<Message> {
  const draft = await readDraft(deps.db, challenge.id, user.user)
  const before = await submissionOf(deps.db, challenge.id, user.user)
  return answerPanel(deps.view(challenge), t, draft, before, said)
}

async function openStage(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const { challenge, user, t } = await writerOf(deps, event, caller)
  const stage = stageOf(event.action, deps.content.stages.length - 1)
  const draft = await readDraft(deps.db, challenge.id, user.user)
  return stageForm(deps.view(challenge), t, stage, draft.get(stage))
}

async function openFile(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const { challenge, t } = await writerOf(deps, event, caller)
  return fileForm(deps.view(challenge), t)
}

async function saveStage(deps: FlowDeps, event: FormEvent, caller: Caller): Promise<Message> {
  const press = await writerOf(deps, event, caller)
  const { challenge, user, t } = press
  const stage = stageOf(event.action, deps.content.stages.length - 1)
  const text = (event.values.text ?? '').trim().slice(0, STAGE_MAX)
  const at = deps.clock.now()
  await saveDraft(deps.db, { challengeId: challenge.id, author: user.user, stage, text, at })
  const name = stageNames(deps.content, challenge.language)[stage] ?? ''
  return panel(deps, press, t('challenge.panel.saved', { stage: name, count: text.length }))
}

async function handInDraft(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Message | undefined> {
  const { challenge, user, t } = await pressOf(deps, event, caller)
  const draft = await readDraft(deps.db, challenge.id, user.user)
  const done = await handIn(deps, {
    challengeId: challenge.id,
    author: user,
    source: 'form',
    text: joinStages(draft, stageNames(deps.content, challenge.language)),
    at: deps.clock.now(),
    event: event.id,
  })
  return receipt(t, done)
}

async function handInFile(deps: FlowDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const { challenge, user, t } = await pressOf(deps, event, caller)
  const { file } = event.files
  if (!file) throw new UserError('error.emptyAnswer')
  const done = await handIn(deps, {
    challengeId: challenge.id,
    author: user,
    source: 'file',
    text: await readFile(deps, user.platform, file),
    at: deps.clock.now(),
    event: event.id,
  })
  return receipt(t, done)
}

/** @throws UserError for a file that is no text in UTF-8 */
export async function readFile(
  { platforms }: FlowDeps,
  platform: PlatformName,
  file: FileRef,
): Promise<string> {
  const bytes = await platforms.get(platform)?.download(file, FILE_MAX_BYTES)
  const { value, mistakes } = decodeText(bytes ?? new Uint8Array(), file.name)
  if (value === undefined) throw new UserError('challenge.notText', { line: mistakes[0]?.line ?? 1 })
  return value.replace(/^\uFEFF/u, '')
}

function receipt(t: Press['t'], done: HandedIn | undefined): Message {
  if (!done) return textMessage(t('challenge.sameAnswer'))
  const { submission, again } = done
  const key = submission.late ? 'challenge.takenLate' : again ? 'challenge.takenAgain' : 'challenge.taken'
  return textMessage(t(key, { number: submission.number, version: submission.version }))
}

async function takeBack(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { challenge, user, t } = await pressOf(deps, event, caller)
  const late = await deps.db.transaction(async (tx) => {
    const locked = await lockChallenge(tx, challenge.id)
    const mine = await submissionOf(tx, challenge.id, user.user)
    if (!locked || mine?.state !== 'standing') throw new UserError('error.oldButton')
    // Where it can't be changed any more it is not taken back either.
    const taken = mayHandIn(locked, deps.clock.now(), mine)
    if ('refused' in taken) throw new UserError(`challenge.refused.${taken.refused}`)
    await withdraw(deps, tx, locked, mine)
    return taken.late
  })
  return textMessage(t(late ? 'challenge.takenBackLate' : 'challenge.takenBack'))
}

/** @throws UserError when this person can't hand in any more: said before they write */
async function writerOf(deps: FlowDeps, event: ActionEvent | FormEvent, caller: Caller): Promise<Press> {
  const press = await pressOf(deps, event, caller)
  const before = await submissionOf(deps.db, press.challenge.id, press.user.user)
  const taken = mayHandIn(press.challenge, deps.clock.now(), before)
  if ('refused' in taken) throw new UserError(`challenge.refused.${taken.refused}`)
  return press
}
