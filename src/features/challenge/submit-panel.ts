import {
  type ActionEvent,
  type Form,
  type FormEvent,
  type Message,
  type Translate,
  textMessage,
  UserError,
} from '#bot'
import { readText } from '../answers/text-files.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { answerPanel, fileForm, stageForm } from './cards/answer-panel.ts'
import { challengeOf, stageOf } from './components.ts'
import type { ChallengeDeps } from './deps.ts'
import { requireAccepted } from './engine.ts'
import { mayHandIn } from './rules/deadline.ts'
import { joinStages } from './rules/join.ts'
import { STAGE_MAX } from './rules/wording.ts'
import type { Challenge } from './store/challenges.ts'
import { readDraft, saveDraft } from './store/drafts.ts'
import { findSubmissionBy } from './store/submissions.ts'
import { type HandedIn, handIn } from './submit.ts'
import { stageNames, viewOf } from './view.ts'
import { withdraw } from './withdraw.ts'

/** Private ways to hand in: stage by stage with a draft, or as a file. */
export function submitHandlers(deps: ChallengeDeps): Handlers {
  return {
    actions: {
      'challenge.answer': { answer: 'private', run: (event, caller) => openPanel(deps, event, caller) },
      'challenge.stage': { answer: 'form', run: (event, caller) => openStage(deps, event, caller) },
      'challenge.file': { answer: 'form', run: (event, caller) => openFile(deps, event, caller) },
      'challenge.hand-in': { answer: 'replace', run: (event, caller) => handInDraft(deps, event, caller) },
      'challenge.take-back': { answer: 'replace', run: (event, caller) => withdrawOwn(deps, event, caller) },
    },
    forms: {
      'challenge.stage-saved': { answer: 'replace', run: (event, caller) => saveStage(deps, event, caller) },
      'challenge.file-sent': { answer: 'replace', run: (event, caller) => handInFile(deps, event, caller) },
    },
  }
}

async function openPanel(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  return panel(deps, await openChallengeOf(deps, event, caller), caller)
}

async function panel(
  deps: ChallengeDeps,
  challenge: Challenge,
  { user: { user }, t }: Caller,
  notice?: string,
): Promise<Message> {
  const draft = await readDraft(deps.db, challenge.id, user)
  const before = await findSubmissionBy(deps.db, challenge.id, user)
  return answerPanel(viewOf(deps, challenge), t, draft, before, notice)
}

async function openStage(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const challenge = await openChallengeOf(deps, event, caller)
  const stage = stageOf(event.action, deps.content.stages.length - 1)
  const draft = await readDraft(deps.db, challenge.id, caller.user.user)
  return stageForm(viewOf(deps, challenge), caller.t, stage, draft.get(stage))
}

async function openFile(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  return fileForm(viewOf(deps, await openChallengeOf(deps, event, caller)), caller.t)
}

async function saveStage(deps: ChallengeDeps, event: FormEvent, caller: Caller): Promise<Message> {
  const { user, t } = caller
  const challenge = await openChallengeOf(deps, event, caller)
  const stage = stageOf(event.action, deps.content.stages.length - 1)
  const text = (event.values.text ?? '').trim().slice(0, STAGE_MAX)
  const at = deps.clock.now()
  await saveDraft(deps.db, { challengeId: challenge.id, author: user.user, stage, text, at })
  const name = stageNames(deps.content, challenge.language)[stage] ?? ''
  return panel(deps, challenge, caller, t('challenge.panel.saved', { stage: name, count: text.length }))
}

async function handInDraft(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { user, t } = caller
  const challenge = await challengeOf(deps, event, caller)
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

async function handInFile(deps: ChallengeDeps, event: FormEvent, caller: Caller): Promise<Message> {
  const { user, t } = caller
  const challenge = await challengeOf(deps, event, caller)
  const { file } = event.files
  if (!file) throw new UserError('error.emptyAnswer')
  const done = await handIn(deps, {
    challengeId: challenge.id,
    author: user,
    source: 'file',
    text: await readText(deps, user.platform, file),
    at: deps.clock.now(),
    event: event.id,
  })
  return receipt(t, done)
}

function receipt(t: Translate, done: HandedIn | undefined): Message {
  if (!done) return textMessage(t('challenge.sameAnswer'))
  const { submission, again, pictures } = done
  const key = submission.late ? 'challenge.takenLate' : again ? 'challenge.takenAgain' : 'challenge.taken'
  const said = [
    t(key, { number: submission.number, version: submission.version }),
    ...(pictures > 0 ? [t('picture.embedded', { count: pictures })] : []),
  ]
  return textMessage(said.join('\n\n'))
}

async function withdrawOwn(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { user, t } = caller
  const challenge = await challengeOf(deps, event, caller)
  const { outcome } = requireAccepted(
    await withdraw(deps, challenge.id, {
      find: (tx) => findSubmissionBy(tx, challenge.id, user.user),
      asAuthor: true,
    }),
  )
  return textMessage(t(outcome.late ? 'challenge.takenBackLate' : 'challenge.takenBack'))
}

/**
 * The challenge of a component, if this person may still hand in.
 * @throws UserError before they write, rather than when they hand in
 */
async function openChallengeOf(
  deps: ChallengeDeps,
  event: ActionEvent | FormEvent,
  caller: Caller,
): Promise<Challenge> {
  const challenge = await challengeOf(deps, event, caller)
  const before = await findSubmissionBy(deps.db, challenge.id, caller.user.user)
  const accepted = mayHandIn(challenge, deps.clock.now(), before)
  if ('refused' in accepted) throw new UserError(`challenge.refused.${accepted.refused}`)
  return challenge
}
