import { describe, expect, it } from 'vitest'
import {
  codeLanguageOf,
  isPicture,
  isTextFile,
  mediaTypeOf,
} from '../../../src/features/answers/file-rules.ts'

describe('a text file', () => {
  it.each([
    [{ name: 'message.txt', mediaType: 'text/plain; charset=utf-8' }, true],
    [{ name: 'Design.MD' }, true],
    [{ name: 'design.v2.markdown', mediaType: 'application/octet-stream' }, true],
    [{ name: 'notes.mkd' }, true],
    [{ name: 'serving.mmd' }, true],
    [{ name: 'serving.mermaid' }, true],
    [{ name: 'Untitled', mediaType: 'text/plain', snippet: 'text' }, true],
    [{ name: 'notes.py', mediaType: 'text/plain', snippet: 'python' }, true],
    [{ name: 'answer', mediaType: 'text/plain' }, true],
    [{ name: 'answer', mediaType: 'TEXT/MARKDOWN; charset=UTF-8' }, true],
    [{ name: 'answer' }, false],
    [{ name: 'loss.csv', mediaType: 'text/csv' }, false],
    [{ name: 'server.log', mediaType: 'text/plain' }, false],
    [{ name: 'board.pdf', mediaType: 'application/pdf' }, false],
    [{ name: 'txt', mediaType: 'image/png' }, false],
    [{ name: 'Canvas', mediaType: 'application/vnd.slack-docs' }, false],
    [{ name: '' }, false],
  ])('%j: %s', (file, expected) => {
    expect(isTextFile(file)).toBe(expected)
  })
})

describe('the language of code', () => {
  it.each([
    [{ name: 'a.mmd' }, 'mermaid'],
    [{ name: 'A.MERMAID' }, 'mermaid'],
    [{ name: 'a.md' }, undefined],
    [{ name: 'Untitled', snippet: 'text' }, undefined],
    [{ name: 'Untitled', snippet: 'markdown' }, undefined],
    [{ name: 'Untitled', snippet: 'python' }, 'python'],
    [{ name: 'Untitled', snippet: 'a b`' }, undefined],
  ])('of %j: %s', (file, expected) => {
    expect(codeLanguageOf(file)).toBe(expected)
  })
})

describe('the type of a file', () => {
  it.each([
    ['IMG_1.JPG', undefined, 'image/jpeg'],
    ['IMG_1.jpg', 'application/octet-stream', 'image/jpeg'],
    ['IMG.HEIC', 'image/heic', 'image/heic'],
    ['board.avif', undefined, 'image/avif'],
    ['board.svg', 'image/svg+xml', 'image/svg+xml'],
    ['photo', undefined, ''],
    ['photo', 'application/octet-stream', ''],
    ['model.zip', undefined, 'application/octet-stream'],
    ['talk.mp3', 'audio/mpeg', 'audio/mpeg'],
    ['sketch.png', 'image/png; x=y', 'image/png'],
    ['dot.', undefined, ''],
  ])('%s declared as %s: %s', (name, mediaType, expected) => {
    expect(mediaTypeOf({ name, ...(mediaType !== undefined && { mediaType }) })).toBe(expected)
  })

  it.each([
    ['image/png', true],
    ['image/jpeg', true],
    ['image/svg+xml', false],
    ['image/heic', false],
    ['application/pdf', false],
    ['', false],
  ])('%s can be shown: %s', (mediaType, expected) => {
    expect(isPicture(mediaType)).toBe(expected)
  })
})
