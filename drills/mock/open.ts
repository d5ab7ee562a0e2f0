import type { Fixture } from '../fixture.ts'
import type { Person, Place } from '../service.ts'
import { must } from '../wait.ts'
import { newEventLog } from './event-log.ts'
import { gather } from './lobby.ts'
import { planMock } from './plan.ts'

/** A mock with a candidate and an interviewer whose first stage is open. */
export async function openMock(
  fixture: Fixture,
  name: string,
): Promise<Readonly<{ thread: Place; candidate: Person; interviewer: Person }>> {
  const channel = fixture.service.addChannel(name)
  const person = (who: string) => fixture.service.addPerson(`${who} of ${name}`)
  const members = {
    candidate: person('candidate'),
    interviewer: person('interviewer'),
    observer: person('observer'),
  }
  const { candidate, interviewer, observer } = members
  const plan = { ...planMock(name, name), seats: ['candidate', 'interviewer'] as const }
  const people = { candidate: candidate.id, interviewer: interviewer.id, observer: observer.id }
  const thread = await gather({ fixture, eventLog: newEventLog(plan, people), channel, members })
  if (!thread) throw new Error('the mock did not start')
  const opened = () => thread.said.some(({ buttons }) => buttons.includes('Console'))
  await must(opened, fixture.patienceMs, 'the first stage')
  return { thread, candidate, interviewer }
}
