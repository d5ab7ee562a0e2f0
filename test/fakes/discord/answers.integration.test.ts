import { ButtonStyle, ComponentType, MessageFlags, TextInputStyle } from 'discord.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FakeDiscord, FakeMember, FakeMessage } from './index.ts'
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
let ana: FakeMember

beforeAll(async () => {
  stage = await setStage()
  ;({ discord, bot, ana } = stage)
  await bot.application.commands.set([MOCK_COMMAND])
})

afterAll(() => stage.close())

const go = [
  {
    type: ComponentType.ActionRow as const,
    components: [
      {
        type: ComponentType.Button as const,
        style: ButtonStyle.Primary as const,
        label: 'Go',
        customId: 'go',
      },
    ],
  },
]

const comment = {
  title: 'Comment',
  customId: 'comment',
  components: [
    {
      type: ComponentType.ActionRow as const,
      components: [
        {
          type: ComponentType.TextInput as const,
          customId: 'text',
          label: 'Text',
          style: TextInputStyle.Short as const,
        },
      ],
    },
  ],
}

async function posted(): Promise<FakeMessage> {
  const sent = await (await textChannel(bot, stage.channel)).send({ content: 'press', components: go })
  return discord.waitFor(() => stage.channel.messages.find((message) => message.id === sent.id))
}

const mock = () => ana.command(stage.channel, 'mock', { problem: 'x' })

it('lets the first followup take the place of "thinking…", and keep its privacy', async () => {
  onInteractions(bot, async (interaction) => {
    if (!interaction.isChatInputCommand()) return
    await interaction.deferReply({ flags: MessageFlags.Ephemeral })
    await interaction.followUp('first')
    await interaction.followUp('second')
  })
  const result = await mock()
  await result.waitFor(({ messages }) => messages.length === 2)
  expect(result.messages.map((m) => [m.content, m.ephemeral, m.loading])).toEqual([
    ['first', true, false],
    ['second', false, false],
  ])
})

it('changes the pressed message after a silent acknowledgement', async () => {
  onInteractions(bot, async (interaction) => {
    if (!interaction.isButton()) return
    await interaction.deferUpdate()
    await interaction.editReply({ content: 'changed', components: [] })
  })
  const message = await posted()
  const result = await ana.click(message, 'Go')
  expect(await result.reply()).toBe(message)
  expect([result.acked, message.text, message.edits]).toEqual([6, 'changed', ['press\nGo']])
})

it('updates the message from which a modal was opened', async () => {
  onInteractions(bot, async (interaction) => {
    if (interaction.isButton()) await interaction.showModal(comment)
    if (interaction.isModalSubmit() && interaction.isFromMessage())
      await interaction.update({ content: interaction.fields.getTextInputValue('text'), components: [] })
  })
  const message = await posted()
  const { modal } = await ana.click(message, 'Go')
  if (!modal) throw new Error('no modal')
  await expect(ana.submit(modal, { Text: 'two\nlines' })).rejects.toThrow('takes one line')
  await ana.submit(modal, { Text: 'well done' })
  expect(message.text).toBe('well done')
})

it('has no answer to edit before the acknowledgement, nor after its deletion', async () => {
  const codes: unknown[] = []
  onInteractions(bot, async (interaction) => {
    if (!interaction.isChatInputCommand()) return
    codes.push(await refusal(interaction.webhook.send('early')))
    await interaction.reply('now')
    await interaction.deleteReply()
    codes.push(await refusal(interaction.editReply('gone')))
  })
  const result = await mock()
  await discord.waitFor(() => codes.length === 2)
  expect(codes).toEqual([
    [404, 10015],
    [404, 10008],
  ])
  expect(result.messages[0]?.deleted).toBe(true)
})

it('counts a lost answer to the acknowledgement as an acknowledgement', async () => {
  discord.faults.add({ path: /\/callback$/, reset: true, applied: true })
  const codes: unknown[] = []
  onInteractions(bot, async (interaction) => {
    // The client tries again by itself after a broken connection.
    if (interaction.isChatInputCommand()) codes.push(await refusal(interaction.reply('once')))
  })
  const result = await mock()
  expect((await result.reply()).content).toBe('once')
  await discord.waitFor(() => codes.length === 1)
  expect(codes).toEqual([[400, 40060]])
})

it('holds a message to twenty kinds of reactions', async () => {
  const message = await posted()
  const kinds = [...Array(20).keys()].map((i) => String.fromCodePoint(0x1f400 + i))
  for (const emoji of kinds) ana.react(message, emoji)
  const sent = await (await textChannel(bot, stage.channel)).messages.fetch(message.id)
  expect(await refusal(sent.react('✅'))).toEqual([400, 30010])
  await sent.react(kinds[0] ?? '')
  expect(message.reactions[0]?.users.map((user) => user.id)).toEqual([ana.id, discord.bot.id])
})

it('does not reach a bot that is away', async () => {
  const hasty = await setStage({ ackDeadlineMs: 50 })
  await hasty.bot.application.commands.set([MOCK_COMMAND])
  await hasty.bot.destroy()
  await hasty.discord.waitFor(() => !hasty.discord.gateway.connected)
  const result = await hasty.ana.command(hasty.channel, 'mock', { problem: 'x' })
  expect(result.error).toBe('did not respond')
  await expect(result.reply()).rejects.toThrow('did not respond')
  await hasty.discord.stop()
})

it.skipIf(!judgeIsHere())('sends and answers nothing that is not in the official description', async () => {
  const { violations } = await judgeRecorded(discord.requests.filter((request) => request.status !== 400))
  expect(violations).toEqual([])
})
