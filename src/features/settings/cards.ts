import { type Message, type Translate, type UserRef, userToken } from '#bot'
import { zoneWithOffset } from '../../kit/zones/index.ts'
import type { Group } from '../groups/store.ts'

export function helpCard(t: Translate): Message {
  return {
    summary: t('help.title'),
    blocks: [
      { type: 'heading', text: t('help.title') },
      { type: 'text', text: t('help.lines') },
    ],
  }
}

/** @param saved whether they were just changed; `at` decides which offset is shown */
export function settingsCard(
  t: Translate,
  group: Group,
  organisers: readonly UserRef[],
  { saved, at }: Readonly<{ saved: boolean; at: number }>,
): Message {
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
          { name: t('settings.timeZone'), value: zoneWithOffset(group.timeZone, at) },
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
