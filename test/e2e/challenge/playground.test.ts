import { openPlaygroundClub } from './playground-club.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('the playground', () => openPlaygroundClub({ CLOCK_START: SUNDAY }), 20)
