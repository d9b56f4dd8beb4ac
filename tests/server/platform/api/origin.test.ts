import { expect, test } from 'vitest'
import { originOf } from '#server/platform/api/incoming.ts'

const ours = 'https://fleet.example'

test.each<[Record<string, string>, string]>([
  [{}, 'unknown'],
  [{ 'sec-fetch-site': 'same-origin' }, 'same'],
  [{ 'sec-fetch-site': 'none' }, 'other'],
  [{ 'sec-fetch-site': 'same-site', origin: ours }, 'other'],
  [{ origin: ours }, 'same'],
  [{ origin: ours, host: 'behind-the-proxy:3000' }, 'same'],
  [{ origin: 'http://localhost:3000', host: 'localhost:3000' }, 'same'],
  [{ origin: 'http://localhost:3001', host: 'localhost:3000' }, 'other'],
  [{ origin: 'https://fleet.example.evil.test' }, 'other'],
  [{ origin: 'null', host: 'null' }, 'other'],
])('%j is %s', (headers, origin) => {
  expect(originOf(new Headers(headers), ours)).toBe(origin)
})
