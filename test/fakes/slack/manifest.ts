import { z } from 'zod'
import { ALL_EVENTS, ALL_SCOPES, SCOPE_OF_EVENT } from './permissions.ts'
import type { Settings } from './world.ts'

const address = z.url({ protocol: /^https$/ })
const oneOf = (names: readonly string[]) =>
  z
    .string()
    .refine((name) => names.includes(name), { error: ({ input }) => `the fake knows no ${String(input)}` })

/** The part of an app manifest that the fake reads, with Slack's limits: https://docs.slack.dev/reference/app-manifest */
const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140).optional(),
    long_description: z.string().min(175).max(4000).optional(),
    background_color: z
      .string()
      .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i)
      .optional(),
  }),
  features: z.strictObject({
    app_home: z
      .strictObject({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .optional(),
    bot_user: z.strictObject({
      display_name: z.string().min(1).max(80),
      always_online: z.boolean().optional(),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().max(1000).optional(),
          should_escape: z.boolean().optional(),
          url: address.optional(),
        }),
      )
      .max(50)
      .default([]),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(oneOf(ALL_SCOPES)) }) }),
  settings: z.strictObject({
    event_subscriptions: z
      .strictObject({ request_url: address.optional(), bot_events: z.array(oneOf(ALL_EVENTS)).max(100) })
      .optional(),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address.optional() }).optional(),
    org_deploy_enabled: z.boolean().optional(),
    socket_mode_enabled: z.boolean().default(false),
    token_rotation_enabled: z.boolean().optional(),
  }),
})

/**
 * The settings of an app that was made from this manifest.
 * @throws Error for what Slack would not take
 */
export function fromManifest(manifest: unknown): Partial<Settings> {
  const { features, oauth_config, settings } = manifestSchema.parse(manifest)
  const scopes = oauth_config.scopes.bot
  const events = settings.event_subscriptions?.bot_events ?? []
  const home = features.app_home
  const problems = [
    ...(features.slash_commands.length > 0 && !scopes.includes('commands')
      ? ['slash_commands need commands']
      : []),
    ...events.flatMap((event) => {
      const scope = SCOPE_OF_EVENT[event]
      return scope && !scope.split('|').some((each) => scopes.includes(each))
        ? [`${event} needs ${scope}`]
        : []
    }),
    ...(settings.socket_mode_enabled ? [] : withoutAddress(features.slash_commands, settings)),
  ]
  if (problems.length > 0) throw new Error(`invalid_manifest: ${problems.join('; ')}`)
  return {
    scopes,
    events,
    commands: features.slash_commands.map(({ command }) => command),
    interactive: settings.interactivity?.is_enabled ?? false,
    homeTab: home?.home_tab_enabled ?? false,
    messagesTab: !home?.messages_tab_enabled
      ? 'off'
      : home.messages_tab_read_only_enabled
        ? 'read-only'
        : 'open',
  }
}

type Manifest = z.infer<typeof manifestSchema>

/** Without Socket Mode the manifest has to name the request URLs. */
function withoutAddress(
  commands: Manifest['features']['slash_commands'],
  { event_subscriptions: events, interactivity }: Manifest['settings'],
): string[] {
  return [
    ...commands.filter(({ url }) => url === undefined).map(({ command }) => `${command} needs a url`),
    ...(events && events.request_url === undefined ? ['event_subscriptions need a request_url'] : []),
    ...(interactivity?.is_enabled && interactivity.request_url === undefined
      ? ['interactivity needs a request_url']
      : []),
  ]
}
