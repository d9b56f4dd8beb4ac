import { expect, test } from 'vitest'
import { readEnvironment } from '#server/platform/env.ts'

const valid = { DATABASE_URL: 'postgresql://app:pw@127.0.0.1:5432/fleetwarden', BETTER_AUTH_SECRET: 'x'.repeat(32) }

test('fills in what is not given, and treats empty as not given', () => {
  expect(readEnvironment({ ...valid, LOG_LEVEL: '', FLEETWARDEN_URL: '' })).toMatchObject({
    FLEETWARDEN_URL: 'http://localhost:3000',
    FLEETWARDEN_AWS: 'real',
    LOG_LEVEL: 'info',
    DATABASE_POOL_SIZE: 10,
  })
})

test('names every bad variable at once and repeats none of their values', () => {
  const wrong = { DATABASE_URL: 'mysql://root:hunter2@db/x', FLEETWARDEN_AWS: 'maybe', DATABASE_POOL_SIZE: 'many' }
  let message = ''
  try {
    readEnvironment(wrong)
  } catch (error) {
    message = String(error)
  }
  for (const name of ['DATABASE_URL', 'BETTER_AUTH_SECRET', 'FLEETWARDEN_AWS', 'DATABASE_POOL_SIZE']) {
    expect(message).toContain(`\n  ${name} `)
  }
  expect(message).not.toContain('hunter2')
})

test.each([
  ['DATABASE_URL', 'postgres', 'must be a postgresql:// address'],
  ['BETTER_AUTH_SECRET', 'short', 'must have at least 32 characters'],
  ['FLEETWARDEN_URL', 'fleet.example', 'must be an http(s):// address'],
  ['LOG_LEVEL', 'loud', 'must be a pino level'],
])('%s=%s %s', (name, value, sentence) => {
  expect(() => readEnvironment({ ...valid, [name]: value })).toThrow(`${name} ${sentence}`)
})
