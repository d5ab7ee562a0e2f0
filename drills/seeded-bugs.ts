import type { Kind } from './difference.ts'
import type { Patch } from './patch.ts'

/** A change that removes a safeguard, and the scenario and the kind of difference that must reveal it. */
export type SeededBug = Readonly<{
  name: string
  scenario: string
  kind: Kind
  patches: readonly Patch[]
}>

const EVENTS_COUNT_TWICE: Patch = {
  folder: 'src/durable',
  find: /return rows\.length > 0(?=\s*\}\s*\/\*\* Forgets events)/u,
  replace: 'return rows.length >= 0',
}

const MESSAGES_NOT_READ_AGAIN: Patch = {
  folder: 'src/features/mock',
  find: /attempts\.each\(standing(?=, wordingOf, hear\))/u,
  replace: 'attempts.each(standing.slice(0, 0)',
}

/** Safeguards whose absence shows only now and then, which is why drills exist. */
export const seededBugs: readonly SeededBug[] = [
  {
    name: 'a worker that lost its claim completes it all the same (no fencing token)',
    scenario: 'leases',
    kind: 'misordered',
    patches: [
      {
        folder: 'src/durable/outbox',
        find: /(and\(\s*eq\(deliveries\.id, id\),\s*)eq\(deliveries\.attempts, attempts\)/u,
        replace: '$1attempts > 0 ? undefined : undefined',
      },
    ],
  },
  {
    name: "a delivery's number is taken before the mock's row is locked",
    scenario: 'events',
    kind: 'misordered',
    patches: [
      {
        folder: 'src/features/mock',
        find: /export async function lockMock\((\w+): Tx,[^{]*\{/u,
        replace: `$&
  await $1.execute("select set_config('drill.number', nextval('deliveries_id_seq')::text, true)")
  await $1.execute('select pg_sleep(random() / 5)')`,
      },
      {
        folder: 'src/durable/outbox',
        find: /await tx\.insert\(deliveries\)\.values\(\{/u,
        replace: `const { rows: [number] } = await tx.execute(statement\`
    select coalesce(nullif(current_setting('drill.number', true), '')::bigint, nextval('deliveries_id_seq')) * 1000
      + count(*) as id from deliveries where stream = \${stream} and xmin = pg_current_xact_id()::xid\`)
  await tx.insert(deliveries).overridingSystemValue().values({
    id: Number(number?.id),`,
      },
    ],
  },
  {
    name: 'an event that comes twice counts twice',
    scenario: 'events',
    kind: 'doubled',
    patches: [EVENTS_COUNT_TWICE],
  },
  {
    name: 'a message that may have arrived is not looked for',
    scenario: 'rest',
    kind: 'doubled',
    patches: [
      {
        folder: 'src/platforms/discord',
        find: /const posted = retried \?/u,
        replace: 'const posted = retried && !key ?',
      },
      {
        folder: 'src/platforms/discord',
        find: /nonce, enforce_nonce: true/u,
        replace: 'nonce',
      },
    ],
  },
  {
    name: 'what was written while the bot was away is not read',
    scenario: 'kills',
    kind: 'lost',
    patches: [MESSAGES_NOT_READ_AGAIN],
  },
  {
    name: 'Slack: a message that may have arrived is not looked for',
    scenario: 'slack-rest',
    kind: 'doubled',
    patches: [
      {
        folder: 'src/platforms/slack',
        find: /const found = retried \?/u,
        replace: 'const found = retried && !key ?',
      },
    ],
  },
  {
    name: 'Slack: what was written while the bot was away is not read',
    scenario: 'slack-kills',
    kind: 'lost',
    patches: [MESSAGES_NOT_READ_AGAIN],
  },
  {
    name: 'Slack: a press that comes twice counts twice',
    scenario: 'slack-events',
    kind: 'doubled',
    patches: [
      EVENTS_COUNT_TWICE,
      {
        folder: 'src/platforms/slack',
        find: /if \(!pressed \|\| !action \|\| !isNew\(raw\.trigger_id\)\) return/u,
        replace: 'if (!pressed || !action) return',
      },
      {
        folder: 'src/platforms/slack',
        find: /if \(!action \|\| !isNew\(id\)\) return await ack\(\)/u,
        replace: 'if (!action) return await ack()',
      },
    ],
  },
  {
    name: 'a recount stores what it read, although reactions were heard since',
    scenario: 'challenge-kills',
    kind: 'lost',
    patches: [
      {
        folder: 'src/features/challenge',
        find: /if \(heard !== claim\.heard\) return/u,
        replace: 'if (heard !== claim.heard && heard < 0) return',
      },
      {
        folder: 'src/features/challenge',
        find: /await platform\?\.readReactions\((\w+)\)/u,
        replace:
          'await platform?.readReactions($1).then((read) => new Promise((done) => setTimeout(done, 300, read)))',
      },
    ],
  },
  {
    name: 'a challenge closes before its last recount',
    scenario: 'slack-challenge-kills',
    kind: 'lost',
    patches: [
      {
        folder: 'src/features/challenge',
        find: /= await awaitsRecount\(/u,
        replace: '= false && await awaitsRecount(',
      },
    ],
  },
  {
    name: 'an answer that is handed in again unchanged is a new version',
    scenario: 'playground-challenge-kills',
    kind: 'doubled',
    patches: [
      {
        folder: 'src/features/challenge',
        find: /text === latest\?\.text/u,
        replace: "text === latest?.text && text === ''",
      },
    ],
  },
]
