import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffLines } from '#components/policies/diff.ts'
import { readable } from '#components/policies/document.ts'

const sideOf = (before: string, after: string, gone: 'removed' | 'added') =>
  diffLines(before, after)
    .filter(({ kind }) => kind !== gone)
    .map(({ text }) => text)
    .join('\n')

describe('diffLines', () => {
  test('keeps what is common and marks the rest', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'removed b',
      'added x',
      'same c',
    ])
  })

  test('numbers each side on its own', () => {
    expect(diffLines('a\nb', 'b').map(({ before, after }) => [before, after])).toEqual([
      [1, null],
      [2, 1],
    ])
  })

  test('holds both documents, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '{', '', ' é'), { maxLength: 12 }).map((all) => all.join('\n'))
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(sideOf(before, after, 'added')).toBe(before)
        expect(sideOf(before, after, 'removed')).toBe(after)
      }),
    )
  })

  test('two long documents with nothing in common are shown as replaced, at once', () => {
    const long = (letter: string) => Array.from({ length: 3000 }, (_, at) => `${letter}${at}`).join('\n')
    expect(diffLines(long('a'), long('b'))).toHaveLength(6000)
  })
})

test.each([
  ['{"a":1}', '{\n  "a": 1\n}', true],
  ['{"a":', '{"a":', false],
  ['', '', false],
])('the document %j reads as %j', (document, text, parses) => {
  expect(readable(document)).toEqual({ text, parses })
})
