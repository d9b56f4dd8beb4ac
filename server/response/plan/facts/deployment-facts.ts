import { createHash } from 'node:crypto'
import { amongTargets } from '#server/fleet/among-targets.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { sql as statement, toQuery } from '#server/platform/sql.ts'
import type { FactsOf } from '../../action.ts'
import { documentHash } from '../../steps/deployments.ts'
import type { AskingParts } from '../plan-parts.ts'
import type { PlannedRun } from '../planned-run.ts'
import { coveredThings } from './covered.ts'
import type { FactsSource } from './facts-source.ts'

type Deployment = FactsOf<'deployment'>

/** The facts of deployments as AWS says now; of a retry with the devices where it failed, and has not been settled since. */
export async function deploymentTargets(
  { aws }: Pick<AskingParts, 'aws'>,
  source: FactsSource,
  { action, options }: Pick<PlannedRun, 'action' | 'options'>,
  names: string[],
): Promise<Deployment[]> {
  return inParallel(names, 4, async (name) => {
    const [rollout, ...rest] = name.split('/')
    const id = rest.join('/')
    const nothing = nothingOf(source, name, id)
    if (rollout !== 'job') {
      const told = await aws.coreDeployment(id)
      return { ...nothing, rollout: 'greengrass', exists: told !== null, status: told?.deploymentStatus ?? null }
    }
    const told = await aws.job(id)
    if (!told) return nothing
    const { queued, inProgress } = told.jobProcessDetails
    const known = {
      ...nothing,
      ...{ identity: told.jobArn ?? null, exists: true, status: told.status, queued, inProgress },
      timer: 'timeoutConfig' in told.raw,
    }
    if (action === 'retry-failed-job') return { ...known, ...(await failedOf(aws, source, id)) }
    const stopped = options.force ? await thingsIn(aws, id, ['IN_PROGRESS']) : []
    return { ...known, covered: await coveredThings(source.sql, source.account.id, source.neverTouch, stopped) }
  })
}

const nothingOf = (source: FactsSource, name: string, id: string): Deployment => ({
  kind: 'deployment',
  name,
  identity: null,
  exists: false,
  neverTouch: null,
  rollout: 'job',
  id,
  status: null,
  ...{
    queued: 0,
    inProgress: 0,
    timer: false,
    failed: [],
    settled: 0,
    left: nobodyLeft,
    covered: new Map(),
    document: '',
  },
  retry: `${id.slice(0, 40)}-retry-${createHash('sha256').update(`${source.run} ${name}`).digest('hex').slice(0, 10)}`,
  at: source.askedAt,
  fromAws: true,
})

const nobodyLeft = { refused: 0, gone: 0, removed: 0 }

async function failedOf(aws: AskingParts['aws'], source: FactsSource, id: string) {
  const { sql, account, neverTouch } = source
  const [document, ended, refused, removed] = await Promise.all([
    aws.jobDocument(id),
    thingsIn(aws, id, ['FAILED', 'TIMED_OUT']),
    thingsIn(aws, id, ['REJECTED']),
    thingsIn(aws, id, ['REMOVED']),
  ])
  const all = [...new Set([...ended, ...refused, ...removed])].sort()
  // The same document, packages or components, made later: what went well there, or is under way, is not tried again.
  const { rows } = await sql.query<{ thing: string }>(
    `SELECT DISTINCT e.thing FROM deployments d
       JOIN deployments l ON l.account_id = d.account_id AND l.id <> d.id AND l.created_at > d.created_at AND (
         l.document_digest = d.document_digest OR (d.packages <> '[]' AND l.packages = d.packages))
       JOIN deployment_executions e ON e.deployment_id = l.id AND e.status IN ('SUCCEEDED', 'QUEUED', 'IN_PROGRESS')
     WHERE d.account_id = $1 AND d.kind = 'job' AND d.name = $2 AND e.thing = ANY ($3::text[])`,
    [account.id, id, all],
  )
  const settled = new Set(rows.map(({ thing }) => thing))
  const { gone, meant } = await standingOf(source, id, { all, removed })
  const out = removed.filter((thing) => !meant.has(thing) && !gone.has(thing))
  const leftOut = new Set([...settled, ...gone, ...out])
  const failed = all.filter((thing) => !leftOut.has(thing))
  return {
    failed,
    left: {
      refused: refused.filter((thing) => !leftOut.has(thing)).length,
      gone: [...gone].filter((thing) => !settled.has(thing)).length,
      removed: out.filter((thing) => !settled.has(thing)).length,
    },
    settled: settled.size,
    covered: await coveredThings(sql, account.id, neverTouch, failed),
    document: document === null ? '' : documentHash(document),
  }
}

/** Of devices of a job those that were deleted, which AWS takes into no job, and of those it took out those that are meant again. */
async function standingOf({ sql, account }: FactsSource, id: string, of: { all: string[]; removed: string[] }) {
  const { rows } = await sql.query<{ thing: string; gone: boolean; meant: boolean }>(
    toQuery(statement`with d as (select * from deployments where account_id = ${account.id} and kind = 'job' and name = ${id})
      select n.thing, exists (select from things g where g.account_id = ${account.id} and g.name = n.thing and g.gone_at is not null) as gone,
        n.thing = any(${of.removed}::text[]) and exists (select from d where ${amongTargets(statement`d.account_id`, statement`n.thing`, statement`d.targets`)}) as meant
      from unnest(${of.all}::text[]) n(thing)`),
  )
  const named = (which: 'gone' | 'meant') => new Set(rows.flatMap((row) => (row[which] ? [row.thing] : [])))
  return { gone: named('gone'), meant: named('meant') }
}

type State = 'FAILED' | 'TIMED_OUT' | 'REJECTED' | 'REMOVED' | 'IN_PROGRESS'

async function thingsIn(aws: AskingParts['aws'], id: string, states: State[]) {
  const names = new Set<string>()
  for (const state of states)
    for await (const { items } of aws.jobExecutions(id, state)) for (const { thing } of items) names.add(thing)
  return [...names].sort()
}
