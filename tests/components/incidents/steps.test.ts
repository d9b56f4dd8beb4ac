import { expect, test } from 'vitest'
import { consequences } from '#components/incidents/join/consequences.ts'
import { differences, moved, toSteps, withNew, written } from '#components/incidents/steps/steps.ts'

const steps = toSteps([{ id: '1', text: 'One' }, { id: '2', text: ' Two ' }, { text: '' }])
const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text)

test('steps move by one place and no further than the ends', () => {
  expect(texts(moved(steps, 0, 1))).toEqual([' Two ', 'One', ''])
  expect(texts(moved(steps, 2, -1))).toEqual(['One', '', ' Two '])
  expect(moved(steps, 0, -1)).toBe(steps)
  expect(moved(steps, 2, 1)).toBe(steps)
})

test('what is kept has words, and each its id if it has one', () => {
  expect(written(steps)).toEqual([
    { id: '1', text: 'One' },
    { id: '2', text: 'Two' },
  ])
  const more = withNew(steps, 0)
  expect(texts(more)).toEqual(['One', '', ' Two ', ''])
  expect(new Set(more.map(({ key }) => key)).size).toBe(4)
})

test('two versions differ by what only one has, and by their order', () => {
  expect(differences(['a', 'b', 'c'], ['c', 'a', 'd'])).toEqual({
    onlyTheirs: ['b'],
    onlyMine: ['d'],
    otherOrder: true,
  })
  expect(differences(['a'], ['a', 'b'])).toEqual({ onlyTheirs: [], onlyMine: ['b'], otherOrder: false })
})

test('joining says where it will stand, what comes along, and which severity counts', () => {
  const side = { clientId: 'pump', severity: 'low', state: 'new', assignee: null, joined: 0 } as const
  const parent = { ...side, number: 7, assignee: { id: 'p', name: 'Pat' } }
  expect(consequences(parent, { ...side, number: 9, severity: 'high', joined: 2 })).toEqual([
    'Incident 9 leaves the inbox and stands where incident 7 stands: new, assigned to Pat.',
    'Its page, its timeline and the records of pump stay where they are.',
    '2 incidents joined to it come along.',
    'Incident 7 stays low, though incident 9 is high: change its severity if that should count.',
  ])
  expect(consequences(parent, { ...side, number: 9 })).toHaveLength(2)
})
