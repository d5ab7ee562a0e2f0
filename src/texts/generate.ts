import { writeFileSync } from 'node:fs'
import en from '../../content/locales/en.json' with { type: 'json' }
import { keyTypes } from './key-types.ts'

writeFileSync(new URL('keys.ts', import.meta.url), keyTypes(en))
