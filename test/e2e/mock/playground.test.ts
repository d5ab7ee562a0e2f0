import { openPlaygroundGroup } from '../group/playground.ts'
import { killsInMock } from './kills.ts'
import { mockStory } from './story.ts'

mockStory('the playground', openPlaygroundGroup)

killsInMock('the playground', openPlaygroundGroup)
