import { describe, expect, test } from 'vitest'
import { actions } from '#generated/actions.ts'
import { aCertificateTarget, aSetup } from './builders.ts'

const close = (clientId: string) => ({ kind: 'close-connection', clientId, cleanSession: false })

describe('deactivating', () => {
  const { plan } = actions['deactivate-certificate']

  test('sets it inactive first and closes its sessions then', () => {
    expect(plan(aCertificateTarget(), {}, aSetup())).toEqual({
      steps: [{ kind: 'set-certificate-status', certificateId: 'c1', from: 'ACTIVE', to: 'INACTIVE' }, close('pump-1')],
      skip: null,
      things: ['pump-1'],
      clients: ['pump-1'],
      shared: [],
      stranded: [],
      warnings: [],
    })
  })

  test.each([
    ['is inactive', aCertificateTarget({ status: 'INACTIVE' }), /cannot connect as it is: INACTIVE/],
    ['is revoked', aCertificateTarget({ status: 'REVOKED' }), /revoked already/],
    ['is being transferred', aCertificateTarget({ status: 'PENDING_TRANSFER' }), /PENDING_TRANSFER/],
    ['is gone', aCertificateTarget({ status: null }, { exists: false }), /no such certificate/],
    ['is never touched', aCertificateTarget({}, { neverTouch: 'Never touched: a lift' }), /a lift/],
  ])('leaves one alone that %s', (_, target, why) => {
    expect(plan(target, {}, aSetup())).toMatchObject({ steps: [], skip: expect.stringMatching(why), clients: [] })
  })

  test('says who shares it, and all of them lose access', () => {
    const target = aCertificateTarget({ things: ['pump-1', 'größe-2'], clients: ['größe-2', 'pump-1'] })
    const { things, clients, shared, warnings } = plan(target, {}, aSetup())
    expect(things).toEqual(['pump-1', 'größe-2'])
    expect(clients).toEqual(['größe-2', 'pump-1'])
    expect(shared).toEqual([{ certificateId: 'c1', things: ['pump-1', 'größe-2'], included: true }])
    expect(warnings).toEqual(['2 things share this certificate: pump-1 and größe-2.'])
  })

  test('does not take a session for proof of a thing that has another certificate', () => {
    const target = aCertificateTarget({ replaced: [{ thing: 'pump-1', clients: ['pump-1'] }] })
    const { steps, clients, warnings } = plan(target, {}, aSetup())
    expect(steps).toContainEqual(close('pump-1'))
    expect(clients).toEqual([])
    expect(warnings).toEqual(['pump-1 has another active certificate and can go on with that.'])
  })

  test('looks for it under every client ID it was seen with, and leaves the sessions of others to them', () => {
    const target = aCertificateTarget({
      seen: ['gateway-9', 'pump-1'],
      heldByOthers: [{ clientId: 'pump-1', credential: 'a'.repeat(64) }],
      replaced: [{ thing: 'pump-1', clients: ['pump-1'] }],
    })
    const { steps, clients, warnings } = plan(target, {}, aSetup())
    expect(steps.slice(1)).toEqual([close('pump-1'), close('gateway-9')])
    expect(clients).toEqual(['pump-1', 'gateway-9'])
    expect(warnings.at(-1)).toBe(
      'The session of pump-1 is held by another credential (aaaaaaaaaaaa…); it is left alone as long as that is so.',
    )
  })

  test('says what is not known', () => {
    expect(plan(aCertificateTarget({ things: null, clients: [] }), {}, aSetup()).warnings).toEqual([
      'It is not known which things use this certificate.',
    ])
    expect(plan(aCertificateTarget({ things: [], clients: [] }), {}, aSetup()).warnings.join()).toMatch(/No client/)
  })

  test('asks to stop before it can no longer be heard', () => {
    const setup = aSetup({ stopTopic: 'fleet/{client}/stop', stopPayload: '{"who":"{thing}"}' })
    const { steps } = plan(aCertificateTarget(), { askToStop: true, cleanSession: true }, setup)
    expect(steps[0]).toEqual({
      kind: 'ask-to-stop',
      clientId: 'pump-1',
      topic: 'fleet/pump-1/stop',
      payload: '{"who":"pump-1"}',
    })
    expect(steps.at(-1)).toEqual({ kind: 'close-connection', clientId: 'pump-1', cleanSession: true })
    expect(plan(aCertificateTarget(), { askToStop: true }, aSetup()).warnings.join()).toMatch(/no topic/)
  })
})

describe('revoking', () => {
  const { plan } = actions['revoke-certificate']

  test.each(['ACTIVE', 'INACTIVE', 'PENDING_ACTIVATION'])('takes one that is %s', (status) => {
    const { steps } = plan(aCertificateTarget({ status }), {}, aSetup())
    expect(steps[0]).toEqual({ kind: 'set-certificate-status', certificateId: 'c1', from: status, to: 'REVOKED' })
  })

  test.each([
    ['REVOKED', /revoked already/],
    ['PENDING_TRANSFER', /being transferred/],
  ])('leaves one alone that is %s', (status, why) => {
    expect(plan(aCertificateTarget({ status }), {}, aSetup()).skip).toMatch(why)
  })
})

describe('reactivating', () => {
  const { plan } = actions['reactivate-certificate']

  test('takes an inactive one, from which nobody loses access', () => {
    expect(plan(aCertificateTarget({ status: 'INACTIVE' }), {}, aSetup())).toEqual({
      steps: [{ kind: 'set-certificate-status', certificateId: 'c1', from: 'INACTIVE', to: 'ACTIVE' }],
      skip: null,
      things: [],
      clients: [],
      shared: [],
      warnings: [],
    })
  })

  test.each([
    ['ACTIVE', /is active/],
    ['REVOKED', /never/],
    ['PENDING_ACTIVATION', /PENDING_ACTIVATION/],
  ])('leaves one alone that is %s', (status, why) => {
    expect(plan(aCertificateTarget({ status }), {}, aSetup()).skip).toMatch(why)
  })
})
