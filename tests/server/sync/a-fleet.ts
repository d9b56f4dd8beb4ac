import { attachCertificate, attachPolicy, joinGroup } from '#simulator/fleet/attachments.ts'
import type { Fleet } from '#simulator/fleet/fleet.ts'
import { everythingIndexed, packagesIndexed } from '#simulator/fleet/indexing.ts'
import { FleetBuilder } from '#simulator/scenarios/fleet-builder.ts'
import { EcKey } from '#simulator/x509/ec-key.ts'

const bornAt = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate()))

/** A small fleet with one of everything: `count` things, most with a certificate of their own. */
export function fillFleet(fleet: Fleet, count = 40) {
  fleet.indexing = { ...everythingIndexed(), ...packagesIndexed }
  const build = new FleetBuilder(fleet, bornAt, 'sync')
  const ca = build.ca([['CN', 'Sync CA']], {
    status: 'ACTIVE',
    autoRegistration: 'DISABLE',
    ageDays: 900,
    endsInDays: 900,
  })
  const types = [build.type('pump', 'A pump', ['serial']), build.type('valve', 'A valve', [])]
  const top = build.group('everything', 'All of it')
  const groups = [
    top,
    build.group('north', 'Up there', top),
    build.group('south', 'Down there', top),
    build.group('empty', ''),
  ]
  const billing = build.billingGroup('cost-centre', 'Pays')
  const policies = [
    build.policy('devices', allow('iot:Connect')),
    build.policy('shadows', allow('iot:GetThingShadow'), allow('*')),
  ]
  const spare = build.policy('spare', allow('iot:Publish'))
  const north = groups[1]
  if (north) attachPolicy(north, spare)
  const things = []
  for (let index = 1; index <= count; index++) {
    const name = `dev-${String(index).padStart(3, '0')}`
    const thing = build.thing(name, {
      attributes: { serial: `S${index}`, note: 'größe 温度' },
      ...(index % 7 !== 0 && { connectivity: connectivity(name, index) }),
    })
    thing.type = types[index % 3]
    const group = groups[index % 4]
    if (group && index % 4 !== 3) joinGroup(thing, group)
    if (index % 5 === 0) thing.billingGroup = billing
    things.push(thing)
    if (index % 10 === 9) continue
    const certificate = build.certificate({
      issuer: ca.authority,
      ca: ca.record,
      subject: [
        ['O', 'Sync'],
        ['CN', name],
      ],
      key: new EcKey(`sync/${name}`),
      createdDaysAgo: 10 + index,
      notAfter: build.inDays(index % 8 === 0 ? 12 : index % 9 === 0 ? -3 : 500 + index),
    })
    attachCertificate(fleet, thing, certificate, index % 6 === 0)
    const policy = policies[index % 2]
    if (policy && index % 11 !== 0) attachPolicy(certificate, policy)
  }
  const [first, second] = things
  const shared = first?.certificates[0]
  if (second && shared) attachCertificate(fleet, second, shared)
  const loose = (name: string) =>
    build.certificate({
      issuer: ca.authority,
      ca: ca.record,
      subject: [['CN', name]],
      key: new EcKey(`sync/${name}`),
      createdDaysAgo: 3,
      notAfter: build.inDays(90),
    })
  loose('loose-1')
  const revoked = loose('loose-2')
  revoked.status = 'REVOKED'
  return { build, ca, types, groups, billing, policies, spare, things, loose }
}

const allow = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
})

export const connectivity = (clientId: string, index: number, connected = index % 3 !== 0) => ({
  connected,
  timestamp: bornAt.getTime() - index * 60_000,
  clientId,
  ...(!connected && { disconnectReason: 'CONNECTION_LOST' as const }),
  keepAlive: 60,
  cleanSession: true,
  sessionExpiry: 0,
  sourceIp: '198.51.100.7',
  sourcePort: 4711,
})
