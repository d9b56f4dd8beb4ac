import { describe, expect, test } from 'vitest'
import { answersTo } from '#components/incidents/page/side-actions.ts'
import { addressesShown, roleOf, sideNames, statusTone } from '#components/incidents/page/side-words.ts'
import { whyNotQuarantine } from '#contract/why-not.ts'
import { answered, aSide } from './an-incident.ts'

const actionsOf = (answers: ReturnType<typeof answersTo>) => answers.map(({ action }) => action)

describe('what ends an incident', () => {
  test('where a credential is out of hand, each side can be kept out by its certificate first', () => {
    const answers = answersTo(answered())
    expect(actionsOf(answers)).toEqual([
      'deactivate-certificate',
      'deactivate-certificate',
      'cut-off-thing',
      'cut-off-thing',
      'disconnect-client',
    ])
    // The side whose certificate belongs to a thing of another name is shut out first.
    expect(answers.map(({ target }) => target)).toEqual(['b'.repeat(64), 'a'.repeat(64), 'pump-2', 'pump-1', 'pump-1'])
    expect(answers.every(({ whyNot }) => whyNot === undefined)).toBe(true)
  })

  test('where nobody is hostile, the gentlest comes first', () => {
    for (const cause of ['second-process', 'flapping-link', 'client-or-sdk-bug', 'undecided'] as const) {
      expect(actionsOf(answersTo(answered({ cause })))[0], cause).toBe('disconnect-client')
    }
  })

  test('nothing final is ever suggested', () => {
    expect(actionsOf(answersTo(answered()))).not.toContain('revoke-certificate')
  })

  test('one certificate on both sides is offered once, and says that both are kept out', () => {
    const answers = answersTo(answered({ cause: 'same-credential-two-places', sides: [aSide(), aSide({ key: 'p2' })] }))
    const deactivations = answers.filter(({ action }) => action === 'deactivate-certificate')
    expect(deactivations).toHaveLength(1)
    expect(deactivations[0]?.why).toMatch(/both are kept out/)
    expect(answers.filter(({ action }) => action === 'cut-off-thing')).toHaveLength(1)
  })

  test('more than two sides of one certificate are not both', () => {
    const sides = ['p1', 'p2', 'p3'].map((key) => aSide({ key }))
    const other = aSide({ key: 'p4', principal: 'd'.repeat(64) })
    const why = (given: typeof sides) =>
      answersTo(answered({ sides: given })).find(({ key }) => key === 'certificate-p1')?.why
    expect(why(sides)).toBe('All 3 sides use this certificate, so all are kept out until it is reactivated.')
    expect(why([...sides, other])).toMatch(/^3 sides use this certificate, so all are/)
    expect(why([...sides.slice(0, 2), other])).toMatch(/^2 sides use this certificate, so both are/)
  })

  test('an unknown side is offered with the reason why nothing can be done', () => {
    const stranger = aSide({ key: 'p2', principal: null, certificate: null, certificateStatus: null, thing: null })
    const foreign = { ...stranger, key: 'p3', principal: 'c'.repeat(64) }
    const reasons = answersTo(answered({ thing: null, sides: [stranger, foreign] })).map(({ whyNot }) => whyNot)
    expect(reasons).toEqual([
      'No record says which certificate this side uses',
      'Its credential is not one of the certificates that were read',
      'It belongs to no registered thing',
      undefined,
    ])
  })

  test('without its quarantine group, cutting off says that it does less, and who can change that', () => {
    const unready = whyNotQuarantine({ quarantine: 'no-group' })
    const cut = answersTo(answered(), unready).find(({ action }) => action === 'cut-off-thing')
    expect(cut?.why).toMatch(/not quarantined: The quarantine group does not exist.*An admin can put that right/)
    expect(cut?.whyNot).toBeUndefined()
    expect(answersTo(answered()).map(({ why }) => why)).not.toContainEqual(expect.stringMatching(/not quarantined/))
  })

  test('a certificate that cannot connect anyway says so', () => {
    const answers = answersTo(answered({ sides: [aSide({ certificateStatus: 'REVOKED' })] }))
    expect(answers[0]?.whyNot).toMatch(/revoked already/)
  })
})

describe('words about sides', () => {
  test('sides have letters, and numbers when there are more', () => {
    const names = sideNames(Array.from({ length: 28 }, (_, at) => ({ key: `p${at}` })))
    expect([names.get('p0'), names.get('p1'), names.get('p25'), names.get('p26')]).toEqual(['A', 'B', 'Z', '27'])
  })

  test('who was there first is told apart from who came', () => {
    expect(roleOf({ seenAs: 'victim' }).word).toBe('Thrown out')
    expect(roleOf({ seenAs: 'newcomer' }).word).toBe('Newcomer')
    expect(roleOf({ seenAs: 'both' }).meaning).toMatch(/displaced by it/)
  })

  test('only an active certificate is green', () => {
    expect(['ACTIVE', 'INACTIVE', 'REVOKED', 'PENDING_TRANSFER'].map(statusTone)).toEqual([
      'ok',
      'attention',
      'bad',
      'attention',
    ])
    expect(addressesShown).toBeGreaterThan(1)
  })
})
