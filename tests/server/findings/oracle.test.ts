import { beforeAll, describe, expect, test } from 'vitest'
import { type CheckId, checks } from '#generated/checks.ts'
import type { CheckedKind } from '#server/findings/check.ts'
import type { CertificateFacts } from '#server/findings/facts.ts'
import { loadAccount, loadObjects } from '#server/findings/load/account.ts'
import { loadCaCertificates } from '#server/findings/load/ca-certificates.ts'
import { loadCertificates } from '#server/findings/load/certificates.ts'
import { loadPolicies } from '#server/findings/load/policies.ts'
import { loadThings } from '#server/findings/load/things.ts'
import { evaluateCheck } from '#simulator/audit/checks.ts'
import type { CheckName } from '#simulator/fleet/audits.ts'
import { homeAccount, useSyncWorld } from '../sync/sync-world.ts'
import { ask } from './checks/ask.ts'

// The simulator audits its own fleet, by code of its own; we judge what we read of it over the wire.
const aws = useSyncWorld({ scenario: 'demo' })
// Without history and logs, which take their time.
const collectors = [
  ...['indexing-configuration', 'things', 'certificates', 'certificate-details', 'thing-principals', 'ca-certificates'],
  ...[
    'policies',
    'policy-targets',
    'presence',
    'account-settings',
    'audit-settings',
    'audit-suppressions',
    'mitigation',
    'roles',
  ],
]
const all = { after: 0, most: 1_000_000 }
const of = { id: 1, ...homeAccount }

let certificates: CertificateFacts[]
let clock: Date

beforeAll(async () => {
  await aws.sync({ collectors })
  clock = new Date(aws.world.clock.now())
  certificates = await loadCertificates(aws.pool, of, all, clock)
}, 240_000)

/** Names that an audit check objects to; with a reason code, for that reason. */
function audited(check: CheckName, code?: string): string[] {
  const { objections } = evaluateCheck(aws.fleet, check, clock.getTime())
  return objections
    .filter((one) => code === undefined || one.code === code)
    .map(({ resource: { id } }) => {
      const { deviceCertificateId, caCertificateId, policyVersionIdentifier, account } = id
      return deviceCertificateId ?? caCertificateId ?? policyVersionIdentifier?.policyName ?? account ?? ''
    })
    .toSorted()
}

const fails = (answer: string) => !['passes', 'not about', 'unknown'].includes(answer)

/** Names of which one of our checks says that they fail, by the same numbers as the audit's. */
function judged(id: CheckId, subjects: readonly { name: string }[], numbers: Record<string, number> = {}): string[] {
  return subjects
    .filter((facts) => fails(ask(id, facts, numbers, clock)))
    .map(({ name }) => name)
    .toSorted()
}

const byReason = ['CERTIFICATE_APPROACHING_EXPIRATION', 'CERTIFICATE_PAST_EXPIRATION'] as const

describe('our checks and Device Defender’s audit agree', () => {
  test('on device certificates that end', () => {
    const [soon, over] = byReason.map((code) => audited('DEVICE_CERTIFICATE_EXPIRING_CHECK', code))
    expect(soon?.length).toBeGreaterThan(10)
    expect(over?.length).toBeGreaterThan(5)
    expect(judged('certificate-expiring', certificates, { days: 30 })).toEqual(soon)
    expect(judged('certificate-expired', certificates)).toEqual(over)
  })

  test('on device certificates that are old', () => {
    const old = audited('DEVICE_CERTIFICATE_AGE_CHECK')
    expect(old.length).toBeGreaterThan(5)
    expect(judged('certificate-too-old', certificates, { days: 365 })).toEqual(old)
  })

  test('on CA certificates that end', async () => {
    const authorities = await loadCaCertificates(aws.pool, of, all)
    const [soon, over] = byReason.map((code) => audited('CA_CERTIFICATE_EXPIRING_CHECK', code))
    expect(soon?.length).toBeGreaterThan(0)
    expect(judged('ca-certificate-expiring', authorities, { days: 30 })).toEqual(soon)
    expect(judged('ca-certificate-expired', authorities)).toEqual(over)
  })

  test('on policies', async () => {
    const policies = await loadPolicies(aws.pool, of, all)
    const permissive = audited('IOT_POLICY_OVERLY_PERMISSIVE_CHECK')
    expect(permissive.length).toBeGreaterThan(3)
    // What NotAction and NotResource do in AWS IoT is not documented: of these we say that we cannot tell.
    const unread = judged('policy-unparsable', policies)
    expect(unread).toHaveLength(1)
    const open = policies.filter(
      (facts) => ask('policy-overly-permissive', facts, {}, clock) === 'unknown' && !unread.includes(facts.name),
    )
    const untold = open.map(({ name }) => name)
    expect(judged('policy-inverted', policies)).toEqual(untold.toSorted())
    expect(judged('policy-overly-permissive', policies)).toEqual(permissive.filter((name) => !untold.includes(name)))
    const misconfigured = [...new Set(audited('IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK'))]
    expect(misconfigured.length).toBeGreaterThan(1)
    expect(judged('policy-potentially-misconfigured', policies)).toEqual(misconfigured)
  })

  // AWS goes by connections of 31 days, so a share that only the registry knows is ours alone; and it takes a device that
  // comes back quickly for two, so one on a single thing may be AWS's alone.
  test('on certificates that connected devices share', () => {
    const found = audited('DEVICE_CERTIFICATE_SHARED_CHECK')
    const shared = certificates.filter((facts) => ask('certificate-shared', facts, {}, clock) === 'critical')
    const isConnected = ({ things }: CertificateFacts) => things.filter(({ connected }) => connected).length > 1
    const visible = shared.filter(isConnected).map(({ name }) => name)
    expect(visible.length).toBeGreaterThan(1)
    expect(visible.filter((name) => !found.includes(name))).toEqual([])
    const several = certificates.filter(({ thingCount }) => (thingCount ?? 0) > 1).map(({ name }) => name)
    const names = shared.map(({ name }) => name)
    expect(found.filter((name) => several.includes(name) && !names.includes(name))).toEqual([])
  })

  test('on logging, on and off', async () => {
    const judge = async () => {
      const [account] = await loadAccount(aws.pool, of, clock)
      return fails(ask('account-logging-off', account, {}, clock))
    }
    expect(audited('LOGGING_DISABLED_CHECK')).toEqual([])
    expect(await judge()).toBe(false)
    const { logging } = aws.fleet
    if (!logging) throw new Error('The demo logs')
    logging.isDisabled = true
    await aws.sync({ collectors: ['account-settings'] })
    expect(audited('LOGGING_DISABLED_CHECK')).toEqual([homeAccount.awsAccountId])
    expect(await judge()).toBe(true)
  })

  test('on all audit checks that one of ours names', () => {
    const named = Object.values(checks).flatMap((check) => ('audit' in check && check.audit ? [check.audit] : []))
    const compared = [
      ...['DEVICE_CERTIFICATE_EXPIRING_CHECK', 'DEVICE_CERTIFICATE_AGE_CHECK', 'DEVICE_CERTIFICATE_SHARED_CHECK'],
      ...['CA_CERTIFICATE_EXPIRING_CHECK', 'LOGGING_DISABLED_CHECK'],
      ...['IOT_POLICY_OVERLY_PERMISSIVE_CHECK', 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK'],
    ]
    expect([...new Set(named)].toSorted()).toEqual(compared.toSorted())
  })
})

// The simulator's own list of where which weakness is to be seen, and our check that has to see it.
describe('what the demo keeps to show a weakness', () => {
  const other: Record<string, CheckId> = {
    'certificate-weak-signature': 'certificate-weak-key',
    'template-without-hook': 'provisioning-template-without-hook',
    'domain-old-tls-policy': 'domain-configuration-old-tls',
    'domain-ailing-server-certificate': 'domain-configuration-ailing-server-certificate',
    'role-confused-deputy': 'account-role-without-source-condition',
    'audit-check-disabled': 'account-audit-checks-disabled',
    'audit-check-unscheduled': 'account-audit-unscheduled',
    'policy-wildcard-connect': 'policy-overly-permissive',
    'policy-any-client-id': 'policy-client-id-variable',
    'policy-everything': 'policy-overly-permissive',
    'policy-not-action': 'policy-inverted',
    'policy-not-resource': 'policy-inverted',
    'policy-deny-with-mqtt-wildcards': 'policy-potentially-misconfigured',
    'policy-deny-gets-around': 'policy-potentially-misconfigured',
    'policy-latent-version': 'policy-latent-permissive-version',
    'policy-crosses-sites': 'policy-wide-wildcard',
  }

  test('is seen by our checks', async () => {
    const facts: Partial<Record<CheckedKind, readonly { name: string }[]>> = {
      certificate: certificates,
      'ca-certificate': await loadCaCertificates(aws.pool, of, all),
      thing: await loadThings(aws.pool, of, all),
      policy: await loadPolicies(aws.pool, of, all),
      account: await loadAccount(aws.pool, of, clock),
      'domain-configuration': await loadObjects(aws.pool, of, 'domain-configuration'),
      'provisioning-template': await loadObjects(aws.pool, of, 'provisioning-template'),
    }
    const seen: string[] = []
    const missed = aws.fleet.exhibits.flatMap(({ shows, id }) => {
      const name = other[shows] ?? shows
      const check = Object.entries(checks).find(([one]) => one === name)?.[1]
      // Clients are known from records only, which are not read here.
      if (!check || check.about === 'client') return []
      const subject = facts[check.about]?.find((one) => check.about === 'account' || one.name === id)
      seen.push(name)
      return subject && fails(ask(name as CheckId, subject, {}, clock)) ? [] : [`${name} of ${id}`]
    })
    expect(missed).toEqual([])
    expect(new Set(seen).size).toBeGreaterThan(25)
  })
})
