import { deriveForThings } from '#server/credentials/ingest/around.ts'
import { recordMemberships } from '#server/fleet/ingest/memberships.ts'
import type { FactAccount } from '#server/history/observation.ts'
import type { AskingParts } from './plan-parts.ts'
import { readAccount, readNames } from './planned-run.ts'
import { Asked } from './refresh/asked.ts'
import { type Depth, fewTargets } from './refresh/depth.ts'
import { refreshListedStatuses } from './refresh/listed-statuses.ts'
import { observe, tellFacts } from './refresh/observe.ts'
import { refreshQuarantine } from './refresh/quarantine.ts'
import { refreshBatch } from './refresh/refresh-batch.ts'

const batchSize = 500
const longestS = 60
const pageSize = 250

/**
 * Brings the facts a run touched up to what AWS says now, so that pages show it: statuses of the certificates and
 * memberships of the things, by the cheaper of asking for each and listing, and the state of the quarantine.
 */
export async function refreshFacts(
  parts: AskingParts,
  accountId: number,
  touched: { things: string[]; certificates: string[] },
): Promise<void> {
  const asked = new Asked()
  const account = await readAccount(parts.pool, accountId)
  const names = await readNames(parts.pool, accountId)
  await refreshQuarantine(parts, asked, account, names)
  await refreshStatuses(parts, asked, account, touched.certificates)
  const perSecond = parts.aws.perSecond('ListThingGroupsForThing')
  if (touched.things.length <= fewTargets || touched.things.length / perSecond <= longestS) {
    await inBatches(touched.things, (things) =>
      refreshBatch(parts, asked, account, { things, certificates: [] }, memberships),
    )
  } else await refreshMembers(parts, asked, account, touched.things, names.quarantineGroup)
  await asked.storePermissions(parts.pool, accountId)
  await tellFacts(parts.pool, accountId)
}

const nothing: Depth = {
  things: false,
  attachments: false,
  memberships: false,
  statuses: 'stored',
  sharing: false,
  sessions: false,
  jobs: false,
}
const memberships: Depth = { ...nothing, memberships: true }
const statuses: Depth = { ...nothing, statuses: 'each' }

async function refreshStatuses(parts: AskingParts, asked: Asked, account: FactAccount, certificates: string[]) {
  const { rows } = await parts.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM certificates WHERE account_id = $1 AND gone_at IS NULL',
    [account.id],
  )
  const pages = Math.ceil((rows[0]?.count ?? 0) / pageSize)
  if (certificates.length > fewTargets && pages < certificates.length)
    await refreshListedStatuses(parts, asked, account, [])
  else
    await inBatches(certificates, (some) =>
      refreshBatch(parts, asked, account, { things: [], certificates: some }, statuses),
    )
}

/** Of many things, whether they are in the quarantine group is told by its list, 250 at a time. */
async function refreshMembers(parts: AskingParts, asked: Asked, account: FactAccount, things: string[], group: string) {
  const members = await asked.ask('memberships', 'iot:ListThingsInThingGroup', async () => {
    const names = new Set<string>()
    for await (const { items } of parts.aws.thingsInGroup(group)) for (const name of items) names.add(name)
    return names
  })
  if (!members) return
  await inBatches(things, (names) =>
    observe(parts, account, async (seen) => {
      const observation = seen('thing-group-members')
      const { rows } = await observation.tx.query<{
        id: number
        name: string
        groups: number[]
        quarantine: number | null
      }>(
        `SELECT t.id, t.name, q.id AS quarantine, ARRAY(SELECT m.group_row_id FROM thing_group_members m
           WHERE m.thing_row_id = t.id AND m.group_row_id IS DISTINCT FROM q.id) AS groups
         FROM things t LEFT JOIN thing_groups q ON q.account_id = t.account_id AND NOT q.billing AND q.name = $3 AND q.gone_at IS NULL
         WHERE t.account_id = $1 AND t.name = ANY($2::text[]) AND t.gone_at IS NULL`,
        [account.id, names, group],
      )
      const now = rows.map(({ id, name, groups, quarantine }) => ({
        thingRowId: id,
        thingName: name,
        groupRowIds: quarantine !== null && members.has(name) ? [...groups, quarantine] : groups,
      }))
      await deriveForThings(observation, await recordMemberships(observation, now, new Set()))
    }),
  )
}

async function inBatches(names: string[], work: (some: string[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < names.length; start += batchSize) await work(names.slice(start, start + batchSize))
}
