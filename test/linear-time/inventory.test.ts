import { expect, test } from 'vitest'
import { OTHER_FUNCTIONS, OTHER_TEXTS, PARTS } from './inventory.ts'
import { READERS } from './readers/all.ts'
import { readSources } from './sources.ts'

const sources = readSources()
const functionsIn = sources.flatMap(({ file, functions }) => functions.map((name) => `${file} ${name}`))
const measured = new Set(READERS.map(({ name }) => name))
const starts = [...Object.keys(OTHER_TEXTS), ...Object.keys(PARTS)]
const isOther = (file: string) => starts.some((start) => file.startsWith(start))

test('every exported function that looks into texts is measured, or it is said why not', () => {
  const missing = sources
    .filter(({ file }) => !isOther(file))
    .flatMap(({ file, readers }) => readers.map((name) => `${file} ${name}`))
    .filter((name) => !measured.has(name) && !Object.hasOwn(OTHER_FUNCTIONS, name))
  expect(missing).toEqual([])
})

test('what is said of functions and files is said of ones that exist, and of none that is measured', () => {
  const named = [...measured, ...Object.keys(OTHER_FUNCTIONS)]
  expect(named.filter((name) => !functionsIn.includes(name))).toEqual([])
  expect(Object.keys(OTHER_FUNCTIONS).filter((name) => measured.has(name))).toEqual([])
  const looking = sources.filter(({ readers }) => readers.length > 0).map(({ file }) => file)
  expect(starts.filter((start) => !looking.some((file) => file.startsWith(start)))).toEqual([])
})
