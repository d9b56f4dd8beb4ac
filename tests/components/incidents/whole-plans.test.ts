import { describe, expect, test } from 'vitest'
import { clientsIn, mostAtOnce, wholeAnswers } from '#components/incidents/page/whole-plans.ts'

const [disconnect, quarantine] = wholeAnswers
const member = (clientId: string, thing: string | null = clientId) => ({ clientId, thing })

describe('an answer for all that is joined', () => {
  test('names each once, with the incident’s own', () => {
    const targets = disconnect?.targetsOf(member('a'), [member('a'), member('b'), member('b')])
    expect(targets).toEqual(['a', 'b'])
  })

  test('leaves out what is no thing where things are acted on', () => {
    expect(quarantine?.targetsOf(member('a', null), [member('a', null), member('b')])).toEqual(['b'])
  })

  test('is over no more than one plan takes', () => {
    const members = Array.from({ length: mostAtOnce + 5 }, (_, n) => member(`c${n}`))
    expect(disconnect?.targetsOf(member('c0'), members)).toHaveLength(mostAtOnce)
  })
})

test.each([
  ['a storm counts its members', 412, 100, 412],
  ['what people joined counts with it', 1, 2, 3],
  ['one alone', 1, 0, 1],
])('%s', (_, members, joined, count) => {
  const some = Array.from({ length: joined }, (_, n) => ({ id: `${n}`, number: n, clientId: `c${n}` }))
  expect(clientsIn({ members, joined: some })).toBe(count)
})
