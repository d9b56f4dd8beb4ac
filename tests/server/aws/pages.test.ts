import { expect, test } from 'vitest'
import { walk } from '#server/aws/pages.ts'

async function pagesOf(answers: { items: string[]; next?: string }[]) {
  const pages: string[][] = []
  let asked = 0
  for await (const { items } of walk('List', undefined, async () => answers[asked++] ?? { items: [] }))
    pages.push(items)
  return pages
}

test('a list is walked to its end, over empty pages too', async () => {
  expect(await pagesOf([{ items: ['a'], next: '1' }, { items: [], next: '2' }, { items: ['b'] }])).toEqual([
    ['a'],
    [],
    ['b'],
  ])
})

test('a small page that comes again does not end the walk', async () => {
  const answers = [
    { items: ['a'], next: '1' },
    { items: ['a'], next: '2' },
    { items: ['b'], next: '3' },
    { items: ['b'] },
  ]
  expect(await pagesOf(answers)).toEqual([['a'], ['a'], ['b'], ['b']])
})

test.each([
  [
    'the same token again',
    [
      { items: ['a'], next: '1' },
      { items: ['b'], next: '1' },
    ],
  ],
  [
    'a token from before',
    [
      { items: ['a'], next: '1' },
      { items: ['b'], next: '2' },
      { items: ['c'], next: '1' },
    ],
  ],
  [
    'pages that come around under other tokens',
    ['1', '2', '3', '4', '5', '6'].map((next, n) => ({ items: [String(n % 3)], next })),
  ],
  ['the same page under ever other tokens', ['1', '2', '3', '4'].map((next) => ({ items: ['a'], next }))],
])('%s ends the walk', async (_, answers) => {
  await expect(pagesOf(answers)).rejects.toMatchObject({ kind: 'malformed' })
})

test('new tokens without an item do not go on for ever', async () => {
  let token = 0
  const endless = walk('List', undefined, async () => ({ items: [], next: String(token++) }))
  await expect(
    (async () => {
      for await (const _ of endless);
    })(),
  ).rejects.toMatchObject({ kind: 'malformed' })
})
