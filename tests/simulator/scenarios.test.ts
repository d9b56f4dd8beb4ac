import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { certificateIdOf } from '#simulator/fleet/certificate.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { fill } from '#simulator/scenarios/fill.ts'
import type { ScenarioName } from '#simulator/scenarios/scenario.ts'
import { World } from '#simulator/world.ts'
import { seededDate } from './simulated.ts'

function fleetOf(scenario: ScenarioName) {
  const limits = { quotaScale: 0, searchPageMax: 100, cutOffDelayMs: 0, policyCacheMs: 0, shortestKeepAliveS: 30 }
  const world = new World({ seed: 'test', bornAt: seededDate, ...limits })
  fill(world, scenario)
  return world.fleet('123456789012', 'eu-west-1')
}

const day = 86_400_000

describe('demo', () => {
  const fleet = fleetOf('demo')
  const certificates = fleet.certificates.items.map((certificate) => ({
    certificate,
    x509: new X509Certificate(certificate.pem),
  }))
  const daysLeft = (x509: X509Certificate) => (new Date(x509.validTo).getTime() - seededDate.getTime()) / day

  test('every id is the fingerprint, and every signature of a registered CA verifies', () => {
    const cas = new Map(fleet.cas.items.map((ca) => [ca, new X509Certificate(ca.der).publicKey]))
    for (const { certificate, x509 } of certificates) {
      expect(certificate.id).toBe(certificateIdOf(x509.raw))
      const key = certificate.ca && cas.get(certificate.ca)
      if (key) expect(x509.verify(key)).toBe(true)
    }
  })

  test('a start with the same seed and birth date gives the same fleet', () => {
    const again = fleetOf('demo').certificates.items
    expect(again.map(({ id }) => id)).toEqual(fleet.certificates.items.map(({ id }) => id))
  })

  test('device keys fit their certificates', () => {
    const [id = '', key] = [...fleet.deviceKeys][0] ?? []
    const x509 = new X509Certificate(fleet.certificates.get(id)?.pem ?? '')
    expect(key && x509.checkPrivateKey(key.privateKey())).toBe(true)
  })

  test.each([
    ['things', () => fleet.things.size, 1990, 2020],
    ['expiring within 7 days', () => count(({ x509 }) => daysLeft(x509) > 0 && daysLeft(x509) < 7), 6, 6],
    ['expired', () => count(({ x509 }) => daysLeft(x509) < 0), 12, 12],
    ['ending in 2049', () => count(({ x509 }) => x509.validTo.includes('2049')), 400, 700],
    ['shared', () => count(({ certificate }) => certificate.things.length > 1), 5, 5],
    ['attached to nothing', () => count(({ certificate }) => !certificate.things.length), 60, 120],
    [
      'revoked but attached',
      () => count(({ certificate: { status, things } }) => status === 'REVOKED' && things.length > 0),
      7,
      7,
    ],
    ['pending activation', () => count(({ certificate }) => certificate.status === 'PENDING_ACTIVATION'), 13, 13],
    ['pending transfer', () => count(({ certificate }) => certificate.status === 'PENDING_TRANSFER'), 3, 3],
    ['RSA 1024', () => count(({ x509 }) => x509.publicKey.asymmetricKeyDetails?.modulusLength === 1024), 5, 5],
    ['P-384', () => count(({ x509 }) => x509.publicKey.asymmetricKeyDetails?.namedCurve === 'secp384r1'), 100, 180],
    [
      'active under an inactive CA',
      () => count(({ certificate: { ca, status } }) => ca?.status === 'INACTIVE' && status === 'ACTIVE'),
      100,
      300,
    ],
    ['things without certificate', () => things(({ certificates: own }) => own.length === 0), 26, 40],
    [
      'things with several active certificates',
      () => things(({ certificates: own }) => own.filter(({ status }) => status === 'ACTIVE').length > 1),
      14,
      16,
    ],
    ['never connected', () => things(({ details }) => !details.connectivity), 30, 110],
    [
      'client id of another name',
      () =>
        things(({ name, details: { connectivity } }) => connectivity !== undefined && connectivity.clientId !== name),
      8,
      12,
    ],
    ['dynamic groups', () => fleet.dynamicGroups.size, 1, 1],
  ])('has %s', (_what, countOf, low, high) => {
    expect(countOf()).toBeGreaterThanOrEqual(low)
    expect(countOf()).toBeLessThanOrEqual(high)
  })

  test('has rollouts that went well, badly and not at all', () => {
    fleet.jobs.advance()
    const counts = (id: string) => fleet.jobs.get(id)?.executions.counts
    const of = (id: string) => fleet.jobs.get(id)?.executions.items ?? []
    expect(counts('logger-firmware-1-14-2')).toMatchObject({ SUCCEEDED: 80, FAILED: 0 })
    expect(counts('meter-firmware-4-2-1')).toMatchObject({ SUCCEEDED: 88, FAILED: 12 })
    const failed = of('meter-firmware-4-2-1').filter(({ status }) => status === 'FAILED')
    expect(new Set(failed.map(({ details }) => details.reason)).size).toBe(3)
    expect(fleet.jobs.get('tracker-report-hourly')?.status).toBe('CANCELED')
    expect(counts('logger-interval-300')?.TIMED_OUT).toBeGreaterThan(0)
    expect(counts('agent-settings')?.REJECTED).toBeGreaterThan(0)
    const update = of('security-agent-2-4-1')
    const isThere = ({ details }: Thing) => details.connectivity?.connected === true
    const hanging = update.filter(({ status, timesOutAt }) => status === 'IN_PROGRESS' && timesOutAt === undefined)
    const waiting = of('agent-settings').filter(({ status, thing }) => status === 'QUEUED' && isThere(thing))
    expect(hanging.length).toBeGreaterThan(10)
    expect(update.some(({ status, thing }) => status === 'QUEUED' && !isThere(thing))).toBe(true)
    expect(waiting.some(({ thing }) => hanging.some((other) => other.thing === thing))).toBe(true)
    expect(fleet.stories.some(({ thing }) => update.some((other) => other.thing === thing))).toBe(false)
  })

  const count = (isCounted: (item: (typeof certificates)[number]) => boolean) => certificates.filter(isCounted).length
  const things = (isCounted: (thing: (typeof fleet.things.items)[number]) => boolean) =>
    fleet.things.items.filter(isCounted).length
})

test('a generated fleet has as many certificates as things, each with its own fingerprint', () => {
  const fleet = fleetOf('generated-500')
  expect([fleet.things.size, fleet.certificates.size]).toEqual([500, 500])
  for (const { id, pem, things } of fleet.certificates.items) {
    const x509 = new X509Certificate(pem)
    expect(certificateIdOf(x509.raw)).toBe(id)
    expect(x509.subject).toBe(`CN=${things[0]?.name}`)
  }
})

test('the hostile fleet is long, wide and foul, and still parses', () => {
  const fleet = fleetOf('hostile')
  const [thing] = fleet.things.items
  expect(Object.keys(thing?.details.attributes ?? {})).toHaveLength(50)
  expect(fleet.things.items.some(({ name }) => name.length === 128)).toBe(true)
  for (const { pem } of fleet.certificates.items) expect(new X509Certificate(pem).raw.length).toBeGreaterThan(200)
})
