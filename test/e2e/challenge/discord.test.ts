import { openDiscordClub } from './discord-club.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('Discord', () => openDiscordClub({ CLOCK_START: SUNDAY }), 20)
