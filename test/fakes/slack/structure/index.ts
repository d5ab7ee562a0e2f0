import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

type Kind = 'blocks' | 'modal' | 'home' | 'metadata'

// Made of @slack/types by generate.ts.
const SCHEMA = JSON.parse(readFileSync(new URL('block-kit.json', import.meta.url), 'utf8')) as object

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true })
ajv.addSchema(SCHEMA, 'payloads')
const compiled = new Map<Kind, ValidateFunction>()

/** The faults of a payload's structure by Slack's own types, in Slack's words; empty when there are none. */
export function structureProblems(kind: Kind, value: unknown, pointer: string): string[] {
  const validate = compiled.get(kind) ?? ajv.compile({ $ref: `payloads#/properties/${kind}` })
  compiled.set(kind, validate)
  if (validate(value)) return []
  return [...new Set(telling(validate.errors ?? []).map((error) => words(error, pointer)))]
}

type Variant = Readonly<{ properties?: Readonly<Record<string, unknown>> }>

/** Keeps the errors about the variant of a union that was meant, and of these the deepest. */
function telling(errors: readonly ErrorObject[]): ErrorObject[] {
  const aboutType = errors.filter(
    ({ keyword, instancePath }) => keyword === 'const' && instancePath.endsWith('/type'),
  )
  const isMeant = ({ parentSchema, instancePath }: ErrorObject) =>
    !aboutType.some(
      (other) =>
        other.instancePath === `${instancePath}/type` &&
        other.parentSchema === (parentSchema as Variant | undefined)?.properties?.type,
    )
  const meant = errors.filter(
    (error) => error.keyword !== 'anyOf' && !aboutType.includes(error) && isMeant(error),
  )
  const depth = (error: ErrorObject) => error.instancePath.split('/').length
  const deepest = Math.max(...meant.map(depth))
  const found = meant.filter((error) => depth(error) === deepest)
  // Where not even the type is known there are only errors about the type.
  return found.length > 0 ? found.slice(0, 5) : aboutType.slice(0, 1)
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
