import { openPlaygroundGroup } from '../group/playground.ts'
import { mockStory } from './story.ts'

mockStory('the playground', openPlaygroundGroup)
