import { describe, expect, test } from 'vitest'
import { groupsOf, whyNotAccounts, whyNotAct, whyNotThing } from '#components/response/act/why-not.ts'
import { aThing } from '../fleet/a-thing.ts'

const setup = { quarantine: 'ready', quarantineGroup: 'fleetwarden-quarantine' } as const
const known = (changes: Parameters<typeof aThing>[0] = {}) => {
  const thing = aThing(changes)
  return { ...thing, groups: groupsOf(thing) }
}
const quarantined = [
  { name: 'fleetwarden-quarantine', billing: false, dynamic: false, parents: [], policies: ['deny'] },
]

describe('Who may act', () => {
  const able = { role: 'responder', needs: 'responder', readOnly: false, responder: { whyNot: null } } as const
  test('needs the role, an open switch and a responder, in that order', () => {
    expect(whyNotAct(able)).toBeUndefined()
    expect(whyNotAct({ ...able, role: 'viewer', readOnly: true })).toBe('Needs the responder role; yours is viewer')
    expect(whyNotAct({ ...able, readOnly: true })).toMatch(/switched off for everybody/)
    expect(whyNotAct({ ...able, responder: { whyNot: 'No responder role is configured' } })).toMatch(
      /No responder role/,
    )
  })

  test('is not held up by what is still on its way: the server asks again', () => {
    expect(whyNotAct({ ...able, readOnly: undefined, responder: undefined })).toBeUndefined()
  })
})

describe('What would be for nothing', () => {
  test('a thing that is out already is not cut off again', () => {
    const out = known({ allGroups: quarantined, activeCertificates: 0, presence: 'disconnected' })
    expect(whyNotThing('cut-off-thing', out, setup)).toMatch(/quarantined, without an active certificate/)
    expect(whyNotThing('cut-off-thing', { ...out, presence: 'connected' }, setup)).toBeUndefined()
    expect(whyNotThing('cut-off-thing', { ...out, activeCertificates: 1 }, setup)).toBeUndefined()
  })

  test('quarantine and release exclude each other', () => {
    const inside = known({ allGroups: quarantined })
    expect(whyNotThing('quarantine-thing', inside, setup)).toMatch(/already/)
    expect(whyNotThing('release-thing', inside, setup)).toBeUndefined()
    expect(whyNotThing('quarantine-thing', known(), setup)).toBeUndefined()
    expect(whyNotThing('release-thing', known(), setup)).toMatch(/not in fleetwarden-quarantine/)
  })

  test('a quarantine that does not hold is not offered, and who can put that right is said', () => {
    const why = whyNotThing('quarantine-thing', known(), { ...setup, quarantine: 'weak-policy' })
    expect(why).toMatch(/does not deny everything. An admin can put that right/)
    expect(whyNotThing('quarantine-thing', known(), { ...setup, quarantine: 'unknown' })).toBeUndefined()
  })

  test('nothing is done to what AWS no longer lists', () => {
    const gone = known({ goneAt: '2026-11-19T00:00:00.000Z' })
    expect(whyNotThing('disconnect-client', gone, setup)).toBe('AWS no longer lists it')
  })
})

test('a selection over several accounts is refused with the way out', () => {
  expect(whyNotAccounts(new Set([1]))).toBeUndefined()
  expect(whyNotAccounts(new Set([1, 2]))).toMatch(/in 2 accounts.*Choose one at the top of the page/)
  expect(whyNotAccounts('all')).toMatch(/Choose one at the top/)
})
