import {
  type Actor,
  action,
  type Button,
  type Choice,
  type Handlers,
  type Interaction,
  type Language,
  languageOf,
  type Message,
  type SpaceRef,
  type Translate,
  UserError,
  type UserRef,
  userToken,
} from '#bot'
import type { Db, Tx } from '../../db/client.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { checkMinutes, checkTimeZone, findTimeZones } from './rules.ts'
import {
  addOrganiser,
  findGroup,
  type Group,
  groupOf,
  isOrganiser,
  listOrganisers,
  removeOrganiser,
  updateGroup,
} from './store.ts'

/** What every handler asks first: which group, which language, may they. */
type Origin = Readonly<{ actor: SpaceRef; spaceLocale?: string }>

/** As typed: people as their ids. */
type SettingsOptions = Readonly<{
  language?: Language | undefined
  timeZone?: string | undefined
  minutes?: number | undefined
  addOrganiser?: string | undefined
  removeOrganiser?: string | undefined
}>

export type SettingsFlow = Handlers &
  Readonly<{
    /** The group of the space an event comes from; it comes into being at first contact. */
    groupAt(origin: Origin): Promise<Group>
    /** The same, where there is one already: what people only type must not settle a group's language. */
    knownGroup(space: SpaceRef): Promise<Group | undefined>
    /** Whether they may change settings, or end other people's mocks. */
    organises(actor: Actor, group: Group): Promise<boolean>
    /** The texts for a private answer: in the reader's own language, else the group's. */
    textsFor(actor: Actor, group: Group): Translate
    /**
     * Changes what is given and shows the settings as they then are.
     * @throws UserError when they are no organiser, or a value is wrong: then nothing changes
     */
    command(event: Interaction, options: SettingsOptions): Promise<Message>
    suggestTimeZones(typed: string): readonly Choice[]
    help(event: Interaction): Promise<Message>
  }>

type SettingsDeps = Readonly<{
  db: Db
  texts: Texts
  /** In the transaction that changes a group's zone. */
  onTimeZone?(tx: Tx, groupId: string): Promise<void>
}>

export function createSettings({ db, texts, onTimeZone }: SettingsDeps): SettingsFlow {
  const groupAt = ({ actor, spaceLocale }: Origin) => {
    const space: SpaceRef = { platform: actor.platform, space: actor.space }
    return groupOf(db, space, {
      language: languageOf(spaceLocale) ?? 'en',
      timeZone: 'UTC',
      defaultMinutes: 45,
    })
  }
  const organises = async (actor: Actor, group: Group) =>
    actor.admin || (await isOrganiser(db, group.id, actor))
  const textsFor = (actor: Actor, group: Group) => texts.in(languageOf(actor.locale) ?? group.language)

  async function help(event: Interaction): Promise<Message> {
    const t = textsFor(event.actor, await groupAt(event))
    return {
      summary: t('help.title'),
      blocks: [
        { type: 'heading', text: t('help.title') },
        { type: 'text', text: t('help.lines') },
      ],
    }
  }

  async function command(event: Interaction, options: SettingsOptions): Promise<Message> {
    const { actor } = event
    const before = await groupAt(event)
    if (!(await organises(actor, before))) throw new UserError('error.organisersOnly')
    const changes = checked(options)
    const person = (user: string): UserRef => ({ platform: actor.platform, space: actor.space, user })
    await db.transaction(async (tx) => {
      await updateGroup(tx, before.id, changes)
      if (changes.timeZone !== undefined) await onTimeZone?.(tx, before.id)
      if (options.addOrganiser) await addOrganiser(tx, before.id, person(options.addOrganiser))
      if (options.removeOrganiser) await removeOrganiser(tx, before.id, person(options.removeOrganiser))
    })
    const group = { ...before, ...changes }
    const saved = Object.values(options).some((value) => value !== undefined)
    return settingsCard(textsFor(actor, group), group, await listOrganisers(db, group.id), saved)
  }

  return {
    groupAt,
    knownGroup: (space) => findGroup(db, space),
    organises,
    textsFor,
    command,
    suggestTimeZones: (typed) => findTimeZones(typed).map((zone) => ({ value: zone, label: zone })),
    help,
    actions: {
      'settings.help': { answer: 'private', run: help },
      'settings.show': { answer: 'private', run: (event) => command(event, {}) },
    },
    forms: {},
    async home(event) {
      const group = await groupAt(event)
      const t = textsFor(event.actor, group)
      const help: Button = { label: t('home.help'), action: action('settings.help') }
      const show: Button = { label: t('home.settings'), action: action('settings.show') }
      const buttons = (await organises(event.actor, group)) ? [help, show] : [help]
      return [{ type: 'buttons', buttons }]
    },
  }
}

function checked({ language, timeZone, minutes }: SettingsOptions): Partial<Omit<Group, 'id'>> {
  return {
    ...(language && { language }),
    ...(timeZone !== undefined && { timeZone: checkTimeZone(timeZone) }),
    ...(minutes !== undefined && { defaultMinutes: checkMinutes(minutes) }),
  }
}

function settingsCard(t: Translate, group: Group, organisers: readonly UserRef[], saved: boolean): Message {
  const people = organisers.map(userToken).join(' ')
  return {
    summary: t('settings.title'),
    blocks: [
      ...(saved ? [{ type: 'text', text: t('settings.saved') } as const] : []),
      { type: 'heading', text: t('settings.title') },
      {
        type: 'fields',
        fields: [
          { name: t('settings.language'), value: t(`language.${group.language}`) },
          { name: t('settings.timeZone'), value: group.timeZone },
          { name: t('settings.minutes'), value: t('mock.minutes', { minutes: group.defaultMinutes }) },
          {
            name: t('settings.organisers'),
            value: people ? t('settings.organisersAlso', { people }) : t('settings.organisersOnlyAdmins'),
          },
        ],
      },
      { type: 'note', text: t('settings.how') },
    ],
  }
}
