import { writeFileSync } from 'node:fs'
import en from '../../content/locales/en.json' with { type: 'json' }
import zh from '../../content/locales/zh.json' with { type: 'json' }
import { inTraditional } from '../content/traditional.ts'
import { keyTypes } from './key-types.ts'

writeFileSync(new URL('keys.ts', import.meta.url), keyTypes(en))
const taiwan = new URL('../../content/locales/zh-TW.json', import.meta.url)
writeFileSync(taiwan, `${JSON.stringify(inTraditional(zh), null, 2)}\n`)
