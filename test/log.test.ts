import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { PlatformError } from '#bot'
import { describeError } from '../src/app/log.ts'

describe('an error in the log', () => {
  it('keeps what the operator needs', () => {
    const error = new PlatformError('later', 'Discord answered 500', { cause: new Error('why') })
    const described = describeError(error)
    expect(described).toMatchObject({
      type: 'PlatformError',
      message: 'Discord answered 500',
      kind: 'later',
      cause: { type: 'Error', message: 'why' },
    })
    expect(String(described.stack)).toMatch(/^at .*log\.test\.ts/u)
  })

  it('leaves out the values of a query and the rows it was about', () => {
    const cause = Object.assign(new Error('null value in column "text"'), {
      code: '23502',
      detail: 'Failing row contains (our whole answer).',
    })
    const error = new DrizzleQueryError('insert into answer_parts values ($1)', ['our whole answer'], cause)
    const described = JSON.stringify(describeError(error))
    expect(described).toContain('insert into answer_parts')
    expect(described).toContain('23502')
    expect(described).not.toContain('our whole answer')
  })

  it('says what was thrown where that is no error', () => {
    expect(describeError('a string')).toEqual({ message: 'a string' })
  })
})
