import type pg from 'pg'
import { type CredentialHealth, credentialHealth } from '#contract/health.ts'
import { aGroup, aPresence, aThing, insert, insertAccount } from '#tests/support/builders.ts'
import { seeded } from '#tests/support/random.ts'

/** A thing as it was put into the database, to compare answers with. Times in epoch ms. */
export type FleetThing = {
  id: string
  account: number
  enabled: boolean
  name: string
  type: string | null
  billingGroup: string | null
  attributes: Record<string, string>
  groups: string[]
  /** null: no presence row. */
  connected: boolean | null
  since: number | null
  storedHealth: CredentialHealth
  principalsRead: boolean
  otherPrincipals: string[]
  notAfter: number | null
  firstSeen: number
  gone: boolean
}

const day = 86_400_000
const random = seeded(7)
const groupNames: string[] = ['north', 'south', 'empty']

/** Fills a new database with three accounts, the last not watched, and a few hundred things of every kind. */
export async function randomFleet(pool: pg.Pool, now: Date): Promise<FleetThing[]> {
  const fleet: FleetThing[] = []
  for (const [size, enabled] of [
    [160, true],
    [90, true],
    [20, false],
  ] as const) {
    const account = await insertAccount(pool, { enabled })
    const things = Array.from({ length: size }, (_, index) => randomThing(account, enabled, index, now.getTime()))
    const ids = await insert(pool, 'things', things.map(toRow))
    for (const [index, thing] of things.entries()) thing.id = String(ids[index])
    const read = things.filter(({ principalsRead }) => principalsRead)
    await insert(
      pool,
      'thing_principal_checks',
      read.map(({ id }) => ({ thing_row_id: id, account_id: account, checked_at: now })),
    )
    await insert(pool, 'presence', things.filter(({ connected }) => connected !== null).map(toPresence))
    const groups = await insert(
      pool,
      'thing_groups',
      groupNames.map((name) => aGroup({ account_id: account, name })),
    )
    await insert(pool, 'thing_groups', [aGroup({ account_id: account, name: 'north', billing: true })])
    const members = things.flatMap(({ id, name, groups: names }) =>
      names.map((group) => ({
        account_id: account,
        group_row_id: groups[groupNames.indexOf(group)],
        thing_name: name,
        thing_row_id: id,
        first_seen_at: now,
      })),
    )
    await insert(pool, 'thing_group_members', members)
    fleet.push(...things)
  }
  return fleet
}

function randomThing(account: number, enabled: boolean, index: number, now: number): FleetThing {
  const gone = random.chance(0.15)
  // Few distinct times, so that ties are many; a gone thing has left its groups and its presence.
  const time = (spanDays: number) => now + Math.round((random.below(9) - 4) * (spanDays / 4)) * day
  const connected = gone || random.chance(0.2) ? null : random.chance(0.5)
  const groups = gone ? [] : groupNames.filter((name) => name !== 'empty' && random.chance(0.3))
  return {
    id: '',
    account,
    enabled,
    name: `${random.oneOf(['Sensor-', 'sensor-', 'pump_', 'Pump:', 'a%b\\', 'a_', 'Zähler-', '100%-'])}${random.below(40)}-${index}`,
    type: random.oneOf(['pump', 'valve', null]),
    billingGroup: random.oneOf(['cost-a', 'cost-b', null]),
    attributes: random.oneOf<Record<string, string>>([
      {},
      { site: 'Berlin' },
      { site: 'Wien', note: 'a=b "quoted" ’' },
      { note: '=1+1' },
    ]),
    groups,
    connected,
    since: connected === null || random.chance(0.3) ? null : time(60),
    storedHealth: random.oneOf(['valid', 'expiring', ...credentialHealth.options]),
    principalsRead: index % 5 !== 0,
    otherPrincipals: index % 7 === 0 ? ['eu-west-1:a-cognito-identity'] : [],
    notAfter: random.chance(0.3) ? null : time(60),
    firstSeen: now - random.below(5) * day,
    gone,
  }
}

const at = (ms: number | null) => (ms === null ? null : new Date(ms))

function toRow(thing: FleetThing) {
  return aThing({
    account_id: thing.account,
    name: thing.name,
    type_name: thing.type,
    billing_group: thing.billingGroup,
    attributes: thing.attributes,
    credential_health: thing.storedHealth,
    credential_not_after: at(thing.notAfter),
    other_principals: thing.otherPrincipals,
    first_seen_at: at(thing.firstSeen),
    gone_at: thing.gone ? at(thing.firstSeen) : null,
  })
}

function toPresence({ id, account, name, connected, since }: FleetThing) {
  return aPresence({ thing_row_id: id, account_id: account, thing_name: name, connected, since: at(since) })
}
