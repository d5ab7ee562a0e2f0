import { openDiscordGroup } from '../group/discord.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('Discord', () => openDiscordGroup({ env: { CLOCK_START: SUNDAY }, ownProcess: true }), 20)
