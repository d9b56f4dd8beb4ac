import { attachCertificate, attachPolicy, joinGroup } from '../fleet/attachments.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { everythingIndexed } from '../fleet/indexing.ts'
import { defaultLogGroup, loggingOf } from '../fleet/logging.ts'
import { EcKey } from '../x509/ec-key.ts'
import { awsDomains, giveRole } from './demo/settings.ts'
import { FleetBuilder } from './fleet-builder.ts'

const count = 150

/** A second account, reached by assuming a role: one product, one site, little trouble. */
export function smallFleet(fleet: Fleet, bornAt: Date, seed: string) {
  fleet.indexing = { ...everythingIndexed(), groups: 'OFF' }
  // Off, but for errors of connections: who is thrown out is known, who came instead is not.
  const errors = ['Connect', 'Disconnect'].map((eventType) => ({ eventType, logLevel: 'ERROR' as const }))
  fleet.logging = { ...loggingOf(fleet.account, errors), defaultLevel: 'DISABLED' }
  fleet.logs.open(defaultLogGroup, bornAt.getTime())
  const build = new FleetBuilder(fleet, bornAt, `${seed}/small`)
  for (const domain of awsDomains(build)) fleet.domains.add(domain)
  giveRole(build, 'IotLogging', { service: 'iot.amazonaws.com' })
  const { dice } = build
  const ca = build.ca(
    [
      ['O', 'Orchard Robotics'],
      ['CN', 'Orchard Fleet CA'],
    ],
    {
      status: 'ACTIVE',
      autoRegistration: 'DISABLE',
      ageDays: 400,
      endsInDays: 3000,
    },
  )
  const type = build.type('harvest-robot', 'Autonomous picker', ['serial'])
  const group = build.group('valley-farm', 'The valley farm')
  const policy = build.policy('harvest-robot', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: `arn:aws:iot:${fleet.region}:${fleet.account}:*` }],
  })
  for (let index = 1; index <= count; index++) {
    const name = `robot-${String(index).padStart(3, '0')}`
    const connected = dice.strikes(0.7)
    const thing = build.thing(name, {
      attributes: { serial: `OR${10_000 + index}`, firmware: dice.pick(['5.1', '5.2']) },
      connectivity: {
        connected,
        timestamp: build.daysAgo(dice.between(0, 20) + dice.share()).getTime(),
        clientId: name,
        ...(!connected && { disconnectReason: 'CONNECTION_LOST' as const }),
        keepAlive: 60,
        cleanSession: true,
        sessionExpiry: 0,
        sourceIp: `198.51.100.${index}`,
        sourcePort: 40_000 + index,
      },
    })
    thing.type = type
    joinGroup(thing, group)
    const certificate = build.certificate({
      issuer: ca.authority,
      ca: ca.record,
      subject: [
        ['O', 'Orchard Robotics'],
        ['CN', name],
      ],
      key: new EcKey(`${seed}/small/${name}`),
      createdDaysAgo: dice.between(10, 380),
      notAfter: build.inDays(index % 30 === 0 ? 9 : 400 + index),
    })
    attachCertificate(fleet, thing, certificate)
    attachPolicy(certificate, policy)
  }
  const shown = ['account-logging-off', 'account-logging-too-coarse', 'account-audit-off']
  for (const shows of [...shown, 'account-role-without-source-condition']) {
    fleet.exhibits.push({ shows, kind: 'account', id: fleet.account })
  }
}
