import { links } from '#contract/links.ts'
import type { ThingAttention } from '#contract/overview.ts'
import type { Feed } from '#contract/sync.ts'
import type { ThingDetail } from '#contract/things.ts'
import { type CheckId, checks } from '#generated/checks.ts'
import { jobFeeds } from '#server/deployments/judge/standing.ts'
import type { Context } from '#server/platform/context.ts'
import { listFeeds } from '#server/sync/queries.ts'

type Unknown = ThingAttention['unknown'][number]

// Any of them tells of client IDs that are fought over.
const connectionFeeds = ['connection-log', 'lifecycle-events', 'presence']
const named = 3

type Standing = { source: string; check_id: string; state: string; why_not: string | null }

/** What of a thing the feeds or the checks leave open: until they tell, that nothing was found says nothing. */
export async function unjudgedOf(context: Context, { account, name }: ThingDetail): Promise<Unknown[]> {
  const { pool } = context.database
  const [feeds, { rows }] = await Promise.all([
    listFeeds(context, { account }),
    pool.query<Standing>(
      `select source, check_id, state, why_not from check_results where account_id = $1
         and (source = 'behaviour' or source = 'ours' and subject_kind in ('thing', 'certificate', 'policy')) order by check_id`,
      [account],
    ),
  ])
  const own = feeds.filter((feed) => feed.account === account)
  return [...ofIncidents(own), ...ofChecks(rows), ...ofBehaviours(rows, { account, name }), ...ofDeployments(own)]
}

const isKnown = (feeds: readonly Feed[], collector: string) =>
  feeds.some(
    (feed) => feed.collector === collector && feed.lastSuccessAt !== null && ['fresh', 'running'].includes(feed.state),
  )

function ofIncidents(feeds: readonly Feed[]): Unknown[] {
  if (connectionFeeds.some((one) => isKnown(feeds, one))) return []
  const title = 'Whether its client ID is fought over is unknown'
  const detail = 'Neither the connection log nor presence events nor the fleet index is read, or not lately.'
  return [{ id: 'incidents', title, detail, href: links.sync() }]
}

/** Checks on things, certificates and policies that were not answered for this account; off is an answer of people. */
function ofChecks(rows: readonly Standing[]): Unknown[] {
  const about = Object.entries(checks).filter(([, { about }]) => ['thing', 'certificate', 'policy'].includes(about))
  const stands = new Map(rows.filter(({ source }) => source === 'ours').map((row) => [row.check_id, row]))
  const open = about.flatMap(([id, { title }]) => {
    const row = stands.get(id as CheckId)
    return !row || ['unknown', 'waiting', 'error'].includes(row.state) ? [{ title, why: row?.why_not ?? null }] : []
  })
  if (open.length === 0) return []
  const whys = [...new Set(open.flatMap(({ why }) => why ?? []))]
  return [
    {
      ...{ id: 'checks', href: links.coverage() },
      title:
        open.length === about.length
          ? 'Its findings are unknown: no check has an answer'
          : `${open.length} check${open.length === 1 ? ' has' : 's have'} no answer`,
      detail: `${listed(open.map(({ title }) => title))}${whys.length > 0 ? ` ${listed(whys)}` : ''}`,
    },
  ]
}

function ofBehaviours(rows: readonly Standing[], { account, name }: { account: number; name: string }): Unknown[] {
  const open = rows.filter(({ source, state }) => source === 'behaviour' && state === 'unknown')
  if (open.length === 0) return []
  const whys = [...new Set(open.flatMap(({ why_not }) => why_not ?? []))]
  return [
    {
      ...{ id: 'behaviours', href: links.behaviours({ account, device: name }) },
      title: `${open.length} behaviour${open.length === 1 ? ' is' : 's are'} not judged`,
      detail: listed(whys),
    },
  ]
}

function ofDeployments(feeds: readonly Feed[]): Unknown[] {
  if (jobFeeds.some((all) => all.every((one) => isKnown(feeds, one)))) return []
  const title = 'Whether a deployment is stuck at it is unknown'
  const detail = 'Jobs and their executions are not read, or not lately.'
  return [{ id: 'deployments', title, detail, href: links.sync() }]
}

function listed(texts: readonly string[]): string {
  const rest = texts.length - named
  return `${texts.slice(0, named).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`
}
