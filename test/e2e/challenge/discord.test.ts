import { openDiscordGroup } from '../group/discord.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('Discord', () => openDiscordGroup({ CLOCK_START: SUNDAY }), 20)
