import { expect, test } from 'vitest'
import { z } from 'zod'
import { orderedUuid } from '#server/platform/ordered-uuid.ts'

test('is a UUID of version 7 that is later the later it was made, and never twice the same', () => {
  const at = Date.UTC(2026, 10, 20)
  expect(z.uuidv7().parse(orderedUuid(at))).toMatch(/^01a1f640-bc00-7/)
  const made = Array.from({ length: 1_000 }, (_, n) => orderedUuid(at + n))
  expect(made.toSorted()).toEqual(made)
  expect(new Set(Array.from({ length: 1_000 }, () => orderedUuid(at))).size).toBe(1_000)
})
