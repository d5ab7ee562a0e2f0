import type { Kind } from './difference.ts'

/** A change that removes a safeguard, and the scenario and the kind of difference that must reveal it. */
export type SeededBug = Readonly<{
  name: string
  scenario: string
  kind: Kind
  edits: readonly Readonly<{ file: string; find: string; replace: string }>[]
}>

/** Safeguards whose absence shows only now and then, which is why drills exist. */
export const seededBugs: readonly SeededBug[] = [
  {
    name: 'a worker that lost its claim completes it all the same (no fencing token)',
    scenario: 'leases',
    kind: 'misordered',
    edits: [
      {
        file: 'src/durable/outbox/store.ts',
        find: 'and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), ',
        replace: 'and(eq(deliveries.id, id), attempts > 0 ? undefined : undefined, ',
      },
    ],
  },
  {
    name: "a delivery's number is taken before the mock's row is locked",
    scenario: 'events',
    kind: 'misordered',
    edits: [
      {
        file: 'src/features/mock/store.ts',
        find: "  const [row] = await tx.select().from(mocks).where(eq(mocks.id, id)).for('update')",
        replace: `  await tx.execute("select set_config('drill.number', nextval('deliveries_id_seq')::text, true)")
  await tx.execute('select pg_sleep(random() / 5)')
  const [row] = await tx.select().from(mocks).where(eq(mocks.id, id)).for('update')`,
      },
      {
        file: 'src/durable/outbox/store.ts',
        find: '  await tx.insert(deliveries).values({\n    stream,',
        replace: `  const { rows: [number] } = await tx.execute(statement\`
    select coalesce(nullif(current_setting('drill.number', true), '')::bigint, nextval('deliveries_id_seq')) * 1000
      + count(*) as id from deliveries where stream = \${stream} and xmin = pg_current_xact_id()::xid\`)
  await tx.insert(deliveries).overridingSystemValue().values({
    id: Number(number?.id),
    stream,`,
      },
    ],
  },
  {
    name: 'an event that comes twice counts twice',
    scenario: 'events',
    kind: 'doubled',
    edits: [
      {
        file: 'src/durable/inbound.ts',
        find: '  return rows.length > 0\n',
        replace: '  return rows.length >= 0\n',
      },
    ],
  },
  {
    name: 'a message that may have arrived is not looked for',
    scenario: 'rest',
    kind: 'doubled',
    edits: [
      {
        file: 'src/platforms/discord/send.ts',
        find: 'const posted = retried ? await',
        replace: 'const posted = retried && !key ? await',
      },
      { file: 'src/platforms/discord/send.ts', find: ', nonce, enforce_nonce: true }', replace: ', nonce }' },
    ],
  },
  {
    name: 'what was written while the bot was away is not read',
    scenario: 'kills',
    kind: 'lost',
    edits: [
      {
        file: 'src/features/mock/catch-up.ts',
        find: '  for (const message of standing) await hearAgain(',
        replace: '  for (const message of standing.slice(0, 0)) await hearAgain(',
      },
    ],
  },
  {
    name: 'Slack: a message that may have arrived is not looked for',
    scenario: 'slack-rest',
    kind: 'doubled',
    edits: [
      {
        file: 'src/platforms/slack/posting.ts',
        find: 'const found = retried ? await',
        replace: 'const found = retried && !key ? await',
      },
    ],
  },
  {
    name: 'Slack: what was written while the bot was away is not read',
    scenario: 'slack-kills',
    kind: 'lost',
    edits: [
      {
        file: 'src/features/mock/catch-up.ts',
        find: '  for (const message of standing) await hearAgain(',
        replace: '  for (const message of standing.slice(0, 0)) await hearAgain(',
      },
    ],
  },
  {
    name: 'Slack: a press that comes twice counts twice',
    scenario: 'slack-events',
    kind: 'doubled',
    edits: [
      {
        file: 'src/durable/inbound.ts',
        find: '  return rows.length > 0\n',
        replace: '  return rows.length >= 0\n',
      },
      {
        file: 'src/platforms/slack/interactions.ts',
        find: 'if (!pressed || !action || !isNew(raw.trigger_id)) return',
        replace: 'if (!pressed || !action) return',
      },
      {
        file: 'src/platforms/slack/interactions.ts',
        find: 'if (!action || !isNew(id)) return await ack()',
        replace: 'if (!action) return await ack()',
      },
    ],
  },
]
