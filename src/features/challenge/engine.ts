import { UserError } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type About, carryOut, type EffectDeps } from './effects.ts'
import type { ChallengeInput, ChallengeOutcome } from './rules/state.ts'
import { step } from './rules/step.ts'
import { type Challenge, lockChallenge, saveState } from './store/challenges.ts'
import { viewOf } from './view.ts'

/** A challenge after a step. */
export type Stepped = Readonly<{ challenge: Challenge; outcome: ChallengeOutcome }>

/** The submission or delivery of an input; a function if it is stored only once the input is accepted. */
type AboutInput = About | ((tx: Tx, stepped: Stepped) => Promise<About>)

type Prepared = Readonly<{ input: ChallengeInput; about?: AboutInput }>

export type Engine = Readonly<{
  /**
   * One transaction: lock the challenge, step, save, write its alarms and deliveries. Undefined when the challenge
   * is no more, or there was no input.
   * @param prepare reads, while the row is locked, what the input depends on; undefined: nothing is to be done
   */
  advance(
    challengeId: string,
    prepare: (tx: Tx, challenge: Challenge, at: number) => Promise<Prepared | undefined>,
  ): Promise<Stepped | undefined>
  /** For a transaction that already holds the challenge's row. */
  stepIn(tx: Tx, challenge: Challenge, input: ChallengeInput, about?: AboutInput): Promise<Stepped>
}>

export function createEngine(deps: EffectDeps): Engine {
  const stepIn: Engine['stepIn'] = async (tx, before, input, about = {}) => {
    const outcome = step(before, input)
    const challenge = { ...before, ...outcome.state }
    const stepped = { challenge, outcome }
    if (outcome.refused) return stepped
    if (outcome.state !== before) await saveState(tx, challenge.id, outcome.state)
    const stored = typeof about === 'function' ? await about(tx, stepped) : about
    await carryOut(deps, tx, viewOf(deps, challenge), outcome.effects, stored)
    return stepped
  }
  return {
    stepIn,
    advance: (challengeId, prepare) =>
      deps.db.transaction(async (tx) => {
        const challenge = await lockChallenge(tx, challengeId)
        const prepared = challenge && (await prepare(tx, challenge, deps.clock.now()))
        return prepared && stepIn(tx, challenge, prepared.input, prepared.about)
      }),
  }
}

/** @throws UserError with the sentence of a refusal */
export function requireAccepted(stepped: Stepped | undefined): Stepped {
  const refused = stepped ? stepped.outcome.refused : 'stale'
  if (!stepped || refused === 'stale') throw new UserError('error.oldButton')
  if (refused) throw new UserError(`challenge.refused.${refused}`)
  return stepped
}
