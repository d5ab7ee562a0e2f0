import { afterAll, beforeAll, describe } from 'vitest'
import type { Platform } from '#bot'
import { answerContract } from './answers.ts'
import { formContract } from './forms.ts'
import { hearingContract } from './hearing.ts'
import { commands, createScript, type Script } from './script.ts'
import { sendingContract } from './sending.ts'
import type { Stage } from './stage.ts'

export type Scene = Readonly<{ stage: Stage; platform: Platform; script: Script }>

/** The contract of all platforms. Each platform runs it in a test file of its own. */
export function platformContract(name: string, openStage: () => Promise<Stage>): void {
  describe(`${name} keeps the platform contract`, () => {
    let scene: Scene | undefined
    const now = () => {
      if (!scene) throw new Error('the stage is not open')
      return scene
    }

    beforeAll(async () => {
      const stage = await openStage()
      const script = createScript()
      scene = { stage, platform: stage.platform, script }
      await stage.platform.start(commands, script.onEvent)
    })
    afterAll(() => scene?.stage.close())

    sendingContract(now)
    answerContract(now)
    formContract(now)
    hearingContract(now)
  })
}
