import fc from 'fast-check'

type Path = readonly (string | number)[]

/** The paths of all fields of a JSON value, such as `['author', 'id']`; the value's own is empty. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each, at) => [at, each])
    : Object.entries(value)
  return [path, ...entries.flatMap(([name, each]) => pathsIn(each, [...path, name]))]
}

/** The same JSON with another value at a path; undefined removes the field. */
export function alter(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value))
    return value.flatMap((each, at) => {
      if (at !== name) return [each]
      const other = alter(each, rest, by)
      return other === undefined ? [] : [other]
    })
  const fields = Object.entries(value ?? {})
  return Object.fromEntries(fields.map(([key, each]) => [key, key === name ? alter(each, rest, by) : each]))
}

const OTHER_VALUES = [undefined, null, 0, -1.5, true, '', 'text', [], [null], {}, { id: {} }]

/** A JSON value of which one field is removed, or has another value, often of another type. */
export function alteration(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .record({ path: fc.constantFrom(...pathsIn(value)), by: fc.constantFrom(...OTHER_VALUES) })
    .map(({ path, by }) => alter(value, path, by))
}
