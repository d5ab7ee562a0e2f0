import { ButtonStyle, ComponentType, MessageFlags, TextInputStyle } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeChannel, FakeDiscord, FakeMember } from './index.ts'
import { judgeIsHere, judgeRecorded } from './judge.ts'
import {
  MOCK_COMMAND,
  onInteractions,
  refusal,
  type Stage,
  setStage,
  type TestBot,
  textChannel,
} from './test-client.ts'

let stage: Stage
let discord: FakeDiscord
let bot: TestBot
let channel: FakeChannel
let ana: FakeMember
let ben: FakeMember

beforeAll(async () => {
  stage = await setStage()
  ;({ discord, bot, channel, ana, ben } = stage)
  await bot.application.commands.set([MOCK_COMMAND])
})

afterAll(() => stage.close())

const button = (label: string, customId: string, disabled = false) => ({
  type: ComponentType.ActionRow as const,
  components: [
    { type: ComponentType.Button as const, style: ButtonStyle.Primary as const, label, customId, disabled },
  ],
})

describe('components', () => {
  it('presses buttons and updates their message', async () => {
    onInteractions(bot, async (interaction) => {
      if (interaction.isButton())
        await interaction.update({
          content: `by ${interaction.user.username}`,
          components: [button('Go', 'go', true)],
        })
    })
    const target = await textChannel(bot, channel)
    const sent = await target.send({ content: 'lobby', components: [button('Go', 'go')] })
    const message = await discord.waitFor(() => channel.messages.find((m) => m.id === sent.id))
    const result = await ana.click(message, 'Go')
    expect(await result.reply()).toBe(message)
    expect(message.text).toContain('by ana')
    expect(message.edits).toEqual(['lobby\nGo'])
    await expect(ana.click(message, 'Go')).rejects.toThrow('disabled')
    await expect(ana.click(message, 'Stop')).rejects.toThrow('no button "Stop"')
  })

  it('shows a card of components V2 with a picture and a select, and reads the choice', async () => {
    let chosen: readonly string[] = []
    onInteractions(bot, async (interaction) => {
      if (!interaction.isStringSelectMenu()) return
      chosen = interaction.values
      await interaction.deferUpdate()
      await interaction.followUp({ content: 'noted', flags: MessageFlags.Ephemeral })
    })
    const target = await textChannel(bot, channel)
    await target.send({
      flags: MessageFlags.IsComponentsV2,
      files: [{ attachment: Buffer.from('picture'), name: 'board.png', description: 'The board' }],
      components: [
        {
          type: ComponentType.Container,
          accentColor: 0x123456,
          components: [
            { type: ComponentType.TextDisplay, content: '# Mock' },
            { type: ComponentType.MediaGallery, items: [{ media: { url: 'attachment://board.png' } }] },
            { type: ComponentType.Separator },
            {
              type: ComponentType.Section,
              components: [{ type: ComponentType.TextDisplay, content: 'Ready?' }],
              accessory: {
                type: ComponentType.Button,
                style: ButtonStyle.Success,
                label: 'Start',
                customId: 'start',
              },
            },
            {
              type: ComponentType.ActionRow,
              components: [
                {
                  type: ComponentType.StringSelect,
                  customId: 'role',
                  placeholder: 'Your role',
                  options: [
                    { label: 'Candidate', value: 'c' },
                    { label: 'Observer', value: 'o' },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
    const message = await discord.waitFor(() => channel.messages.find((m) => m.text.includes('# Mock')))
    expect(message.buttons).toEqual(['Start'])
    const file = await fetch(message.attachments[0]?.url ?? '')
    expect(await file.text()).toBe('picture')
    const result = await ana.choose(message, 'Your role', 'o')
    expect((await result.reply()).content).toBe('noted')
    expect(chosen).toEqual(['o'])
    await expect(ana.choose(message, 'Your role', 'x')).rejects.toThrow('no option x')
    expect(() => ben.react(result.messages[0] ?? message, '👍')).toThrow('only Ana sees')
  })

  it('opens a modal, holds the person to its limits, and submits it', async () => {
    onInteractions(bot, async (interaction) => {
      if (interaction.isButton())
        await interaction.showModal({
          title: 'Score',
          customId: 'score',
          components: [
            {
              type: ComponentType.Label,
              label: 'Level',
              component: {
                type: ComponentType.StringSelect,
                customId: 'level',
                options: [{ label: 'Strong', value: '4' }],
              },
            },
            {
              type: ComponentType.ActionRow,
              components: [
                {
                  type: ComponentType.TextInput,
                  customId: 'why',
                  label: 'Why',
                  style: TextInputStyle.Paragraph,
                  maxLength: 10,
                },
              ],
            },
          ],
        })
      if (interaction.isModalSubmit()) {
        const { fields } = interaction
        await interaction.reply({
          content: `${fields.getStringSelectValues('level')} ${fields.getTextInputValue('why')}`,
          flags: MessageFlags.Ephemeral,
        })
      }
    })
    const sent = await (await textChannel(bot, channel)).send({
      content: 'score',
      components: [button('Score', 'score')],
    })
    const message = await discord.waitFor(() => channel.messages.find((m) => m.id === sent.id))
    const { modal } = await ben.click(message, 'Score')
    if (!modal) throw new Error('no modal')
    expect(modal.inputs.map((input) => input.label)).toEqual(['Level', 'Why'])
    await expect(ben.submit(modal, { Level: '4' })).rejects.toThrow('"Why" is required')
    await expect(ben.submit(modal, { Level: '4', Why: 'far too long' })).rejects.toThrow('0 to 10 characters')
    await expect(ben.submit(modal, { Level: '9', Why: 'x' })).rejects.toThrow('no option 9')
    const result = await ben.submit(modal, { Level: '4', why: 'clear' })
    expect((await result.reply()).content).toBe('4 clear')
  })

  it('keeps ephemeral messages from the channel, yet lets their buttons work', async () => {
    const codes: unknown[] = []
    onInteractions(bot, async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const flags = MessageFlags.Ephemeral
        const response = await interaction.reply({
          content: 'panel',
          components: [button('Save', 'save')],
          flags,
          withResponse: true,
        })
        const id = response.resource?.message?.id ?? ''
        const target = await textChannel(bot, channel)
        codes.push(
          await refusal(target.messages.fetch({ message: id, force: true })),
          await refusal(target.messages.edit(id, 'x')),
        )
      }
      if (interaction.isButton()) await interaction.update({ content: 'saved', components: [] })
    })
    const result = await ben.command(channel, 'mock', { problem: 'x' })
    const panel = await result.reply()
    await expect(ana.click(panel, 'Save')).rejects.toThrow('only Ben sees')
    await ben.click(panel, 'Save')
    expect(panel.content).toBe('saved')
    expect(channel.messages).not.toContain(panel)
    await discord.waitFor(() => codes.length === 2)
    expect(codes).toEqual([
      [404, 10008],
      [404, 10008],
    ])
  })
})

it.skipIf(!judgeIsHere())('sends and answers nothing that is not in the official description', async () => {
  const { violations } = await judgeRecorded(discord.requests.filter((request) => request.status !== 400))
  expect(violations).toEqual([])
})
