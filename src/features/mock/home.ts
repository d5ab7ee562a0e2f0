import { type Block, sameUser, type UserRef } from '#bot'
import { answerOfMock } from '../answers/store.ts'
import type { Caller } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { listFormVotes } from '../review/store.ts'
import { type HomeMock, type HomeResult, homeBlocks } from './cards/home-card.ts'
import { roleOf } from './rules/seats.ts'
import { listDone, listOpen, type Mock } from './store.ts'

/** Nobody has more open mocks at once; older ones are found in their channels. */
const MAX_OPEN = 10
const MAX_RESULTS = 5

/** A member's mocks: those under way, those to be scored, and the latest results. */
export async function home(deps: FeatureDeps, { user, t }: Caller): Promise<readonly Block[]> {
  const { db, content } = deps
  const mine = (await listOpen(db, { platform: user.platform, space: user.space })).flatMap(
    (mock): readonly HomeMock[] => {
      const role = roleOf(mock.state.seats, user)
      return role ? [{ mock, role }] : []
    },
  )
  const scoring = mine.filter(({ mock }) => mock.state.phase === 'scoring').slice(0, MAX_OPEN)
  const running = mine.filter(({ mock }) => mock.state.phase !== 'scoring').slice(0, MAX_OPEN)
  const results: HomeResult[] = []
  for (const mock of await listDone(db, user, MAX_RESULTS)) results.push(await resultOf(deps, mock, user))
  return homeBlocks(t, content, { running, scoring, results })
}

async function resultOf({ db }: FeatureDeps, mock: Mock, candidate: UserRef): Promise<HomeResult> {
  const answer = await answerOfMock(db, mock.id)
  const votes = answer ? await listFormVotes(db, answer.id) : []
  return { mock, peerVotes: votes.filter(({ voter }) => !sameUser(voter, candidate)) }
}
