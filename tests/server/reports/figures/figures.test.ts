import { expect, test } from 'vitest'
import { type FigureId, figures } from '#generated/figures.ts'
import { toQuery } from '#server/platform/sql.ts'
import type { FigureDefinition } from '#server/reports/figure.ts'
import { useTestDatabase } from '../../../support/database.ts'
import { fill, now } from './world.ts'

type Told = [value: number | null, of: number | null]

/** What each figure tells of both accounts, and of the things in the group 'plant' where that is another number. */
const expected: Record<FigureId, { all: Told; plant?: Told }> = {
  'accounts-audited': { all: [1, 2] },
  'accounts-hearing-connections': { all: [1, 2] },
  'accounts-logging-in-full': { all: [1, 2] },
  'accounts-provisioning-by-template': { all: [1, 2] },
  'accounts-ready-to-respond': { all: [1, 2] },
  'accounts-updating-continuously': { all: [1, 2] },
  'agents-reporting': { all: [1, 4], plant: [1, 1] },
  'agents-silent': { all: [1, 2], plant: [0, 1] },
  'alarms-judged': { all: [1, 2], plant: [0, 1] },
  'audited-roles-too-wide': { all: [null, null] },
  'behaviour-coverage': { all: [2, 4], plant: [1, 1] },
  'causes-exercised': { all: [1, 5] },
  'certificates-of-one-thing': { all: [1, 3], plant: [1, 1] },
  'components-broken': { all: [1, 2], plant: [0, 1] },
  'conflicts-open': { all: [2, null] },
  'cores-with-hardware-keys': { all: [1, 2], plant: [1, 1] },
  'deployments-encrypted': { all: [2, 3] },
  'deployments-getting-on': { all: [1, 2] },
  'deployments-in-steps': { all: [1, 4] },
  'deployments-signed': { all: [1, 3] },
  'deployments-succeeding': { all: [1, 2] },
  'drills-held': { all: [2, null] },
  'endpoints-with-current-tls': { all: [1, 2] },
  'feeds-fresh': { all: [2, 3] },
  'grave-findings-old': { all: [1, null] },
  'incidents-unassigned': { all: [1, 2] },
  'message-rate-coverage': { all: [2, 4], plant: [1, 1] },
  'people-told-of-feeds': { all: [0, 2] },
  'people-told-of-findings': { all: [1, 2] },
  'people-told-of-incidents': { all: [2, 2] },
  'people-with-second-factor': { all: [1, 2] },
  'policies-linted': { all: [1, 3] },
  'policies-measured': { all: [2, 2] },
  'policies-scoped': { all: [1, 2] },
  'port-alarms': { all: [1, null] },
  'port-coverage': { all: [1, 4], plant: [1, 1] },
  'reports-made': { all: [1, null] },
  'response-time-p90': { all: [30, 1] },
  'responses-proved': { all: [1, 2] },
  'second-region-certificates': { all: [2, 3] },
  'second-region-policies': { all: [2, 3] },
  'second-region-things': { all: [2, 4] },
  'security-updates-blocked': { all: [2, null] },
  'software-downgrades': { all: [1, null] },
  'software-unannounced': { all: [1, null], plant: [0, null] },
  'suppressions-with-end': { all: [1, 2] },
  'targets-delivering': { all: [1, 2] },
  'templates-with-hook': { all: [1, 2] },
  'things-behind': { all: [2, null], plant: [0, null] },
  'attachments-scoped': { all: [1, 2] },
  'things-with-known-software': { all: [4, 4], plant: [1, 1] },
  'things-with-valid-credential': { all: [2, 4], plant: [1, 1] },
  'time-to-contain-median': { all: [43_200, 1] },
  'time-to-contain-p90': { all: [43_200, 1] },
  'tokens-with-end': { all: [1, 2] },
  'trail-intact': { all: [2, 2] },
  'trail-streamed': { all: [1, 2] },
  'unupdatable-planned': { all: [1, 2], plant: [1, 1] },
}

const database = useTestDatabase()
const ids = Object.keys(figures) as FigureId[]
const definitions: Readonly<Record<FigureId, FigureDefinition>> = figures

async function told(accounts: number[], groups: string[]): Promise<Record<string, Told>> {
  const rows: [string, Told][] = []
  for (const id of ids) {
    const { text, values } = toQuery(definitions[id].sql({ accounts, groups, now }))
    const { rows: found } = await database.db.pool.query(`select to_jsonb(f) as figure from (\n${text}\n) f`, values)
    expect(found, id).toHaveLength(1)
    const { value, of } = found[0]?.figure ?? {}
    rows.push([id, [value, of]])
  }
  return Object.fromEntries(rows)
}

// In this order: the second test fills what the first finds empty.
test('of an empty database every figure tells nothing or that there is none', async () => {
  const counted = Object.entries(await told([1], []))
  for (const [id, [value, of]] of counted) expect([0, null, 1], `${id}: ${value} of ${of}`).toContain(value)
  expect(counted.filter(([, [value]]) => value === 1)).toEqual([])
  await told([1], ['plant'])
})

test('every figure counts what it says, of whole accounts', async () => {
  await fill(database.db.pool)
  expect(await told([1, 2], [])).toEqual(Object.fromEntries(ids.map((id) => [id, expected[id].all])))
})

test('of a group and the groups beneath it, those count that groups narrow', async () => {
  const narrowed = Object.entries(await told([1, 2], ['plant'])).filter(
    ([id]) => definitions[id as FigureId].narrows === 'groups',
  )
  expect(Object.fromEntries(narrowed)).toEqual(
    Object.fromEntries(narrowed.map(([id]) => [id, expected[id as FigureId].plant ?? expected[id as FigureId].all])),
  )
})
