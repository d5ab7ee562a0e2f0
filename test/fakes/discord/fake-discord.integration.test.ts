import { MessageFlags } from 'discord.js'
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

beforeAll(async () => {
  stage = await setStage()
  ;({ discord, bot, channel, ana } = stage)
  await bot.application.commands.set([MOCK_COMMAND])
})

afterAll(() => stage.close())

describe('commands', () => {
  it('hands a command over and shows the deferred answer once it is there', async () => {
    const errors = onInteractions(bot, async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      await interaction.deferReply()
      await interaction.editReply(
        `${interaction.options.getString('problem')} ${interaction.locale} ${interaction.guildLocale} ` +
          `${interaction.memberPermissions?.has('ManageGuild')} ${interaction.inCachedGuild()}`,
      )
    })
    const result = await ana.command(channel, 'mock', { problem: 'fraud-detection' })
    const reply = await result.reply()
    expect(errors).toEqual([])
    expect(result.acked).toBe(5)
    expect(reply.content).toBe('fraud-detection zh-CN zh-CN true true')
    expect(channel.messages).toContain(reply)
  })

  it('refuses what the registered definition does not allow', async () => {
    await expect(ana.command(channel, 'nope')).rejects.toThrow('no command /nope')
    await expect(ana.command(channel, 'mock')).rejects.toThrow('needs the option problem')
    await expect(ana.command(channel, 'mock', { problem: 'x', colour: 'red' })).rejects.toThrow(
      'no option colour',
    )
    await expect(ana.command(channel, 'mock', { problem: 'x', minutes: 200 })).rejects.toThrow('more than 90')
    await expect(ana.command(channel, 'mock', { problem: 'x', minutes: 'ten' })).rejects.toThrow(
      'is no number',
    )
  })

  it('offers what autocompletion answers', async () => {
    onInteractions(bot, async (interaction) => {
      if (interaction.isAutocomplete())
        await interaction.respond([{ name: `${interaction.options.getFocused()}ud`, value: 'fraud' }])
    })
    expect(await ana.autocomplete(channel, 'mock', 'problem', 'fra')).toEqual([
      { name: 'fraud', value: 'fraud' },
    ])
  })

  it('rejects a command list that Discord would reject', async () => {
    const attempt = bot.application.commands.set([{ name: 'Bad Name', description: 'x' }])
    expect(await refusal(attempt)).toEqual([400, 50035])
    expect(discord.commands.map((command) => command.name)).toEqual(['mock'])
  })

  it('forgets an interaction that is not acknowledged in time', async () => {
    const hasty = await setStage({ ackDeadlineMs: 50 })
    await hasty.bot.application.commands.set([MOCK_COMMAND])
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    let late: [number, number | string] | undefined
    onInteractions(hasty.bot, async (interaction) => {
      await over
      if (interaction.isChatInputCommand()) late = await refusal(interaction.reply('late'))
    })
    const result = await hasty.ana.command(hasty.channel, 'mock', { problem: 'x' })
    end()
    expect(result.error).toBe('did not respond')
    expect(await discord.waitFor(() => late)).toEqual([404, 10062])
    await hasty.close()
  })

  it('takes one acknowledgement only, and followups until the token expires', async () => {
    const codes: unknown[] = []
    onInteractions(bot, async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      await interaction.reply('once')
      interaction.replied = false
      codes.push(await refusal(interaction.reply('twice')))
      interaction.replied = true
      const files = [{ attachment: Buffer.from('notes'), name: 'notes.md' }]
      await interaction.followUp({ content: 'more', files, flags: MessageFlags.Ephemeral })
      discord.expireTokens()
      codes.push(await refusal(interaction.followUp('too late')))
    })
    const result = await ana.command(channel, 'mock', { problem: 'x' })
    await discord.waitFor(() => codes.length === 2)
    expect(codes).toEqual([
      [400, 40060],
      [401, 50027],
    ])
    expect(result.messages.map((m) => [m.content, m.ephemeral])).toEqual([
      ['once', false],
      ['more', true],
    ])
    expect(result.ephemeral[0]?.attachments[0]?.filename).toBe('notes.md')
  })

  it('works in threads and in direct messages too', async () => {
    const errors = onInteractions(bot, async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      const { channel: where, context, guildId } = interaction
      await interaction.reply(`${where?.isThread()} ${where?.isDMBased()} ${context} ${guildId !== null}`)
    })
    const sent = await (await textChannel(bot, channel)).send('lobby')
    await sent.startThread({ name: 'Mock' })
    const thread = await discord.waitFor(() => channel.threads.at(-1))
    const inThread = await ana.command(thread, 'mock', { problem: 'x' })
    const inDm = await ana.command(discord.dm(ana), 'mock', { problem: 'x' })
    expect(errors).toEqual([])
    expect((await inThread.reply()).content).toBe('true false 0 true')
    expect((await inDm.reply()).content).toBe('false true 1 false')
    expect(discord.dms(ana)).toContain(await inDm.reply())
  })
})

it.skipIf(!judgeIsHere())('sends and answers nothing that is not in the official description', async () => {
  const { violations } = await judgeRecorded(discord.requests.filter((request) => request.status !== 400))
  expect(violations).toEqual([])
})
