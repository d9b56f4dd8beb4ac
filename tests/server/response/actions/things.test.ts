import { describe, expect, test } from 'vitest'
import { actions } from '#generated/actions.ts'
import { aCertificate, aGroup, aSetup, aThing } from './builders.ts'

const inWords = (steps: { kind: string }[]) =>
  steps.map((step) => [step.kind, ...Object.values(step).slice(1)].map(String).join(' '))
const ten = Array.from({ length: 10 }, (_, n) => aGroup(`g${n}`))

describe('quarantining', () => {
  const { plan } = actions['quarantine-thing']

  test('adds it to the group and closes its sessions', () => {
    const { steps, clients, things } = plan(aThing(), {}, aSetup())
    expect(inWords(steps)).toEqual(['join-group pump-1 quarantine', 'close-connection pump-1 false'])
    expect({ clients, things }).toEqual({ clients: ['pump-1'], things: ['pump-1'] })
  })

  test.each([
    ['gone', aThing({ exists: false }), {}, /no such thing/],
    ['never touched', aThing({ neverTouch: 'Never touched: a lift' }), {}, /a lift/],
    ['in it already', aThing({ groups: [aGroup('quarantine')] }), {}, /It is in quarantine already/],
    ['without a group to join', aThing(), { quarantineReady: false }, /not set up/],
    ['in ten groups', aThing({ groups: ten }), {}, /10 groups, as many as AWS allows: g0/],
    [
      'in a group of the same hierarchy',
      aThing({ groups: [aGroup('site-a', { path: ['sites', 'site-a'] })] }),
      { quarantinePath: ['sites', 'quarantine'] },
      /site-a, of the same hierarchy/,
    ],
  ])('leaves one alone that is %s', (_, thing, setup, why) => {
    expect(plan(thing, {}, aSetup(setup))).toMatchObject({ steps: [], skip: expect.stringMatching(why) })
  })

  test('leaves the group that was chosen when there are ten', () => {
    const { steps, warnings } = plan(aThing({ groups: ten }), { leaveGroup: 'g3' }, aSetup())
    expect(inWords(steps).slice(0, 2)).toEqual(['leave-group pump-1 g3', 'join-group pump-1 quarantine'])
    expect(warnings.join()).toMatch(/leaves g3 to make room; a release puts it back/)
  })

  test('leaves a relative that was chosen', () => {
    const groups = [aGroup('site-a', { path: ['sites', 'site-a'] })]
    const setup = aSetup({ quarantinePath: ['sites', 'quarantine'] })
    expect(inWords(plan(aThing({ groups }), { leaveGroup: 'site-a' }, setup).steps)[0]).toBe(
      'leave-group pump-1 site-a',
    )
  })

  test('takes the place of a dynamic group when there are ten, and says what that means', () => {
    const groups = [...ten.slice(1), aGroup('flaky', { dynamic: true })]
    const { steps, warnings } = plan(aThing({ groups }), {}, aSetup())
    expect(steps[0]).toEqual({ kind: 'join-group', thing: 'pump-1', group: 'quarantine', overrideDynamicGroups: true })
    expect(warnings.join()).toMatch(/dynamic one \(flaky\)/)
    // A dynamic group cannot be left by hand.
    expect(plan(aThing({ groups }), { leaveGroup: 'flaky' }, aSetup()).steps[0]).toMatchObject({ kind: 'join-group' })
  })

  test('says which live session no undo brings back, in words that fit every thing', () => {
    const expired = aCertificate({ expired: true })
    const { stranded, warnings } = plan(aThing({ certificates: [expired] }), {}, aSetup())
    expect(stranded).toEqual(['pump-1'])
    expect(warnings[0]).toMatch(/^Connected with an expired certificate: .* cannot come back/)
    expect(warnings.join()).not.toContain('pump-1')
    const renewed = [expired, aCertificate({ certificateId: 'c2' })]
    expect(plan(aThing({ certificates: renewed }), {}, aSetup()).stranded).toEqual([])
    const away = { clientId: 'pump-1', connected: false, since: null, observedAt: null }
    expect(plan(aThing({ certificates: [expired], sessions: [away] }), {}, aSetup()).stranded).toEqual([])
  })

  test('says what sharing a certificate means', () => {
    const certificates = [aCertificate({ things: ['pump-1', 'pump-2'] })]
    const { shared, warnings, things } = plan(aThing({ certificates }), {}, aSetup())
    expect(shared).toEqual([{ certificateId: 'c1', things: ['pump-2'], included: false }])
    expect(things).toEqual(['pump-1'])
    expect(warnings.join()).toMatch(/may connect with another client ID/)
    expect(warnings.join()).toMatch(/pump-2 shares its certificate.*stays active for them/)
  })
})

describe('releasing', () => {
  const { plan } = actions['release-thing']

  test('takes it out and restores what it left', () => {
    const groups = [aGroup('quarantine'), aGroup('kept')]
    const { steps } = plan(aThing({ groups, leftForQuarantine: ['g3', 'kept'] }), {}, aSetup())
    expect(inWords(steps)).toEqual(['leave-group pump-1 quarantine', 'join-group pump-1 g3'])
  })

  test('leaves one alone that is not in it', () => {
    expect(plan(aThing(), {}, aSetup()).skip).toBe('It is not in quarantine')
  })

  test('says that it stays out while its certificates are inactive', () => {
    const thing = aThing({ groups: [aGroup('quarantine')], certificates: [aCertificate({ status: 'INACTIVE' })] })
    expect(plan(thing, {}, aSetup()).warnings.join()).toMatch(/stays out until/)
  })
})

describe('cutting off', () => {
  const { plan } = actions['cut-off-thing']
  const own = aCertificate({ certificateId: 'own' })
  const shared = aCertificate({
    certificateId: 'shared',
    things: ['pump-1', 'pump-2'],
    clients: ['pump-1', 'pump-2', 'other-id'],
  })
  const several = aThing({ certificates: [own, aCertificate({ certificateId: 'spare' }), shared] })

  test.each([
    [
      'both',
      {},
      [
        'set-certificate-status own ACTIVE INACTIVE',
        'set-certificate-status spare ACTIVE INACTIVE',
        'join-group pump-1 quarantine',
        'close-connection pump-1 false',
      ],
    ],
    ['group', { route: 'group' as const }, ['join-group pump-1 quarantine', 'close-connection pump-1 false']],
    [
      'certificates',
      { route: 'certificates' as const },
      [
        'set-certificate-status own ACTIVE INACTIVE',
        'set-certificate-status spare ACTIVE INACTIVE',
        'close-connection pump-1 false',
      ],
    ],
  ])('by the route %s', (_, options, expected) => {
    expect(inWords(plan(several, options, aSetup()).steps)).toEqual(expected)
  })

  test('takes a shared certificate only when it was chosen, and then all of its clients are out', () => {
    const asked = plan(several, { sharedCertificates: ['shared'] }, aSetup())
    expect(asked.things).toEqual(['pump-1', 'pump-2'])
    expect(asked.clients).toEqual(['pump-1', 'pump-2', 'other-id'])
    expect(asked.shared).toEqual([{ certificateId: 'shared', things: ['pump-2'], included: true }])
    const left = plan(several, {}, aSetup())
    expect(left.shared).toEqual([{ certificateId: 'shared', things: ['pump-2'], included: false }])
    expect(left.things).toEqual(['pump-1'])
  })

  test('never takes one that who is never touched shares', () => {
    const certificates = [own, { ...shared, neverTouch: 'Never touched: a lift' }]
    const { steps, warnings } = plan(aThing({ certificates }), { sharedCertificates: ['shared'] }, aSetup())
    expect(inWords(steps)).not.toContain('set-certificate-status shared ACTIVE INACTIVE')
    expect(warnings.join()).toMatch(/stays as it is. Never touched: a lift/)
  })

  test('asks about one whose users nobody knows', () => {
    const { steps, warnings } = plan(aThing({ certificates: [aCertificate({ things: null })] }), {}, aSetup())
    expect(inWords(steps)[0]).toBe('join-group pump-1 quarantine')
    expect(warnings.join()).toMatch(/not known which other things/)
  })

  test('says what holds it when there is no quarantine, and what leaves a way back', () => {
    const thing = { ...several, otherPrincipals: ['eu-west-1:identity'] }
    const { warnings } = plan(thing, {}, aSetup({ quarantineReady: false }))
    expect(warnings.join('\n')).toMatch(/Only its certificates keep it out/)
    expect(warnings.join('\n')).toMatch(/can come back with shared/)
    expect(warnings.join('\n')).toMatch(/1 other identity besides certificates/)
  })

  test.each([
    ['gone', aThing({ exists: false }), /no such thing/],
    ['never touched', aThing({ neverTouch: 'Never touched: a lift' }), /a lift/],
    [
      'out already',
      aThing({ groups: [aGroup('quarantine')], certificates: [aCertificate({ status: 'INACTIVE' })] }),
      /None of its certificates is active, and it is in quarantine already/,
    ],
    [
      'held by nothing that could be changed',
      aThing({ groups: ten, certificates: [shared] }),
      /used by other things, too, and none of them is chosen. It is in 10 groups/,
    ],
  ])('leaves one alone that is %s', (_, thing, why) => {
    expect(plan(thing, {}, aSetup()).skip).toMatch(why)
  })

  test('says what it shares even where nothing is done unless that is chosen', () => {
    const thing = aThing({ certificates: [shared] })
    const left = plan(thing, {}, aSetup({ quarantineReady: false }))
    expect(left.skip).toMatch(/none of them is chosen/)
    expect(left.shared).toMatchObject([{ certificateId: shared.certificateId, included: false }])
  })

  test('asks to stop first of all', () => {
    const { steps } = plan(aThing(), { askToStop: true }, aSetup({ stopTopic: 'stop/{thing}' }))
    expect(steps[0]).toEqual({ kind: 'ask-to-stop', clientId: 'pump-1', topic: 'stop/pump-1', payload: '' })
  })

  test('of its own topic alone, whatever it calls itself', () => {
    const named = (clientId: string) =>
      plan(
        aThing({ sessions: [{ clientId, connected: true, since: null, observedAt: null }] }),
        { askToStop: true },
        aSetup({ stopTopic: 'stop/{client}', stopPayload: '{"stop":"{client}"}' }),
      )
    expect(named(`$&"{thing}`).steps[0]).toMatchObject({
      topic: `stop/$&"{thing}`,
      payload: JSON.stringify({ stop: `$&"{thing}` }),
    })
    const odd = named('../pump-2')
    expect(odd.steps.some(({ kind }) => kind === 'ask-to-stop')).toBe(false)
    expect(odd.warnings).toContain('“../pump-2” is not asked to stop first: no topic has a level of that name.')
  })
})
