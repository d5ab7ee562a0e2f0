import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

type Kind = 'blocks' | 'modal' | 'home' | 'metadata'

// Made of @slack/types by generate.ts.
const SCHEMA = JSON.parse(readFileSync(new URL('block-kit.json', import.meta.url), 'utf8')) as object

const ajv = new Ajv({ allErrors: true, strict: false })
ajv.addSchema(SCHEMA, 'payloads')
const compiled = new Map<Kind, ValidateFunction>()

/** What is wrong with the structure of a payload by Slack's own types, in Slack's words; empty when nothing is. */
export function structureProblems(kind: Kind, value: unknown, pointer: string): string[] {
  const validate = compiled.get(kind) ?? ajv.compile({ $ref: `payloads#/properties/${kind}` })
  compiled.set(kind, validate)
  if (validate(value)) return []
  return [...new Set(telling(validate.errors ?? []).map((error) => words(error, pointer)))]
}

/** Of a union's errors those that say something: what is deepest is about the variant that was meant. */
function telling(errors: readonly ErrorObject[]): ErrorObject[] {
  const own = errors.filter(({ keyword, instancePath }) => {
    if (keyword === 'anyOf') return false
    return !(keyword === 'const' && instancePath.endsWith('/type'))
  })
  const depth = (error: ErrorObject) => error.instancePath.split('/').length
  const deepest = Math.max(...own.map(depth))
  const found = own.filter((error) => depth(error) === deepest)
  // Where not even the type is known there are only errors about the type.
  return found.length > 0 ? found.slice(0, 5) : errors.slice(0, 1)
}

function words({ keyword, params, message, instancePath }: ErrorObject, pointer: string): string {
  const at = `[json-pointer:${pointer}${instancePath}]`
  switch (keyword) {
    case 'required':
      return `missing required field: ${String(params.missingProperty)} ${at}`
    case 'additionalProperties':
      return `invalid additional property: ${String(params.additionalProperty)} ${at}`
    case 'const':
      return `unsupported type ${at}`
    default:
      return `${message ?? keyword} ${at}`
  }
}
