import { action, encodeAction } from '#bot'
import type { SlackStage } from './stage.ts'

/** Payloads as Slack documents them, from the stage's workspace. `n` makes ids that were not used before. */
export function documentedPayloads({ fake, room, members }: SlackStage, n: number): readonly object[] {
  const { team, appId, bot } = fake
  const channel = room.id
  const user = members.alice.id
  const ts = `1767225600.${String(n).padStart(6, '0')}`
  const who = {
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    user: { id: user, username: 'alice', name: 'alice', team_id: team.id },
    api_app_id: appId,
    token: 'legacy',
    is_enterprise_install: false,
  }
  const file = {
    id: 'F1',
    name: 'board.png',
    title: 'board.png',
    mimetype: 'image/png',
    size: 9,
    mode: 'hosted',
    url_private: 'https://files.slack.com/files-pri/T1-F1/board.png',
  }
  const message = { type: 'message', user, text: 'text', ts, team: team.id, thread_ts: '1767225500.000001' }
  const edited = { ...message, text: 'other', edited: { user, ts } }
  const reaction = { user, reaction: 'thumbsup', item_user: bot.id, item: { type: 'message', channel, ts } }
  const events: readonly Readonly<Record<string, unknown>>[] = [
    { ...message, channel, channel_type: 'channel' },
    { ...message, channel, subtype: 'file_share', files: [file], upload: false },
    { ...message, channel, subtype: 'bot_message', bot_id: 'B9', username: 'Other', user: null },
    {
      type: 'message',
      subtype: 'message_changed',
      channel,
      ts,
      hidden: true,
      message: edited,
      previous_message: message,
    },
    {
      type: 'message',
      subtype: 'message_deleted',
      channel,
      ts,
      hidden: true,
      deleted_ts: ts,
      previous_message: message,
    },
    { type: 'reaction_added', ...reaction },
    { type: 'reaction_removed', ...reaction },
    { type: 'channel_archive', channel: 'C9', user },
    { type: 'channel_deleted', channel: 'C9' },
    { type: 'group_archive', channel: 'G9', user },
    { type: 'app_home_opened', user, channel: 'D9', tab: 'home' },
    { type: 'app_uninstalled' },
    { type: 'tokens_revoked', tokens: { oauth: [user], bot: [bot.id] } },
  ]
  const pressed = {
    type: 'button',
    block_id: 'b',
    action_id: encodeAction(action('press', '1')),
    action_ts: ts,
  }
  const chosen = { text: { type: 'plain_text', text: 'One' }, value: '1' }
  const view = {
    id: 'V1',
    team_id: team.id,
    type: 'modal',
    callback_id: encodeAction(action('fill')),
    private_metadata: JSON.stringify({ c: channel }),
    title: { type: 'plain_text', text: 'Form', emoji: true },
    submit: { type: 'plain_text', text: 'Save', emoji: true },
    blocks: [
      {
        type: 'input',
        block_id: 'a',
        label: { type: 'plain_text', text: 'A' },
        element: { type: 'plain_text_input', action_id: 'a' },
      },
      {
        type: 'input',
        block_id: 'b',
        label: { type: 'plain_text', text: 'B' },
        element: { type: 'static_select', action_id: 'b', options: [chosen] },
      },
    ],
    state: {
      values: {
        a: { a: { type: 'plain_text_input', value: 'x' } },
        b: { b: { type: 'static_select', selected_option: chosen } },
      },
    },
    hash: '1.a',
    app_id: appId,
    bot_id: fake.botId,
  }
  const trigger = (kind: string) => ({ trigger_id: `${n}.1.${kind}` })
  const container = { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false }
  return [
    ...events.map((event) => ({
      token: 'legacy',
      team_id: team.id,
      enterprise_id: null,
      context_team_id: team.id,
      api_app_id: appId,
      event: { event_ts: `${Math.floor(Date.now() / 1000)}.000001`, ...event },
      type: 'event_callback',
      event_id: `Ev${n}`,
      event_time: 1767225600,
      authorizations: [{ enterprise_id: null, team_id: team.id, user_id: bot.id, is_bot: true }],
    })),
    {
      command: '/mock',
      text: 'problem:rag-pipeline',
      team_id: team.id,
      channel_id: channel,
      user_id: user,
      ...trigger('command'),
      response_url: `${new URL(fake.apiUrl).origin}/commands/none/none`,
    },
    {
      type: 'block_actions',
      ...who,
      ...trigger('button'),
      container,
      channel: { id: channel, name: 'mocks' },
      message: { ...message, user: bot.id },
      state: { values: {} },
      response_url: `${new URL(fake.apiUrl).origin}/actions/none/none`,
      actions: [{ ...pressed, value: '1' }],
    },
    {
      type: 'block_actions',
      ...who,
      ...trigger('select'),
      container: { type: 'view', view_id: 'V1' },
      view,
      actions: [{ ...pressed, type: 'static_select', selected_option: chosen }],
    },
    { type: 'view_submission', ...who, ...trigger('form'), view, response_urls: [] },
    { type: 'view_closed', ...who, view, is_cleared: false },
  ]
}
