import { openDiscordGroup } from '../group/discord.ts'
import { killAtNamedPoints } from './kills.ts'
import { SUNDAY } from './script.ts'
import { tellChallenge } from './story.ts'

tellChallenge('Discord', () => openDiscordGroup({ env: { CLOCK_START: SUNDAY } }))
killAtNamedPoints('Discord', () => openDiscordGroup({ ownProcess: true }))
