import { expect, test } from 'vitest'
import { Pseudonyms } from '#server/reports/pseudonyms/pseudonyms.ts'

const names = ['pump-1', 'line-1 claim', 'a.b*c (x) [y] {z} |^$ \\ +?', 'plant/north-gate']

test('names with any signs in them are found in free text, each always with its own token', () => {
  const pseudonyms = new Pseudonyms(Buffer.alloc(32, 7), 100)
  for (const name of names) pseudonyms.learn(name)
  for (const name of names) {
    const said = pseudonyms.words(`It is about ${name}, and about nothing else`)
    expect(said).toBe(`It is about ${pseudonyms.token(name)}, and about nothing else`)
  }
  expect(pseudonyms.words('nothing that is known')).toBe('nothing that is known')
})
