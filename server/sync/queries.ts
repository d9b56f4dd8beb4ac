import type { Feed, SyncRun } from '#contract/sync.ts'
import { collectors } from '#generated/collectors.ts'
import type { Collection, CollectionRun } from '#generated/prisma/client.ts'
import type { Context } from '#server/platform/context.ts'
import type { Collector } from './collector.ts'
import { feedState, isRunning, pace } from './rules.ts'

/** Every collector, by its id. */
export const feedKinds: Record<string, Collector> = collectors

/** Each collector of each watched account: how old its facts are, and how its running or last pass goes. */
export async function listFeeds(
  { database, now }: Pick<Context, 'database' | 'now'>,
  { account }: { account?: number },
) {
  const accounts = await database.prisma.awsAccount.findMany({
    where: { id: account, enabled: true },
    orderBy: { id: 'asc' },
    select: { id: true, collections: true },
  })
  return accounts.flatMap(({ id, collections }) =>
    Object.entries(feedKinds).map(([collector, kind]) => {
      const row = collections.find((one) => one.collector === collector) ?? null
      return toFeed({ account: id, collector }, kind, row, now)
    }),
  )
}

/** Finished passes, newest first. */
export async function listRuns(
  { database }: Context,
  filters: { account?: number; collector?: string; limit?: number },
) {
  const rows = await database.prisma.collectionRun.findMany({
    where: { accountId: filters.account, collector: filters.collector },
    orderBy: { id: 'desc' },
    take: filters.limit ?? 50,
  })
  return rows.map(toRun)
}

type Which = { account: number; collector: string }

function toFeed(which: Which, kind: Collector, row: Collection | null, now: Date): Feed {
  const everyS = kind.everyMs / 1000
  return {
    ...which,
    title: kind.title,
    brings: kind.brings,
    everyS,
    needs: [...kind.needs],
    state: feedState(row, everyS, now),
    running: isRunning(row, now),
    route: row?.route ?? null,
    lastSuccessAt: row?.lastSuccessAt?.toISOString() ?? null,
    lastFinishedAt: row?.lastFinishedAt?.toISOString() ?? null,
    dueAt: row?.dueAt.toISOString() ?? null,
    lastOutcome: row?.lastOutcome ?? null,
    error: row?.lastError ?? null,
    missingPermission: row?.missingPermission ?? null,
    awsRequestId: row?.awsRequestId ?? null,
    pass: row ? toPass(row, now) : null,
  }
}

function toPass(row: Collection, now: Date): Feed['pass'] {
  const startedAt = row.passStartedAt
  if (!startedAt) return null
  const calls = Number(row.calls)
  const callsExpected = row.callsExpected === null ? null : Number(row.callsExpected)
  const running = isRunning(row, now)
  const { callsPerSecond, etaS } = pace(
    { startedAt, calls, callsExpected },
    running ? now : (row.lastFinishedAt ?? now),
  )
  return {
    startedAt: startedAt.toISOString(),
    calls,
    callsExpected,
    callsPerSecond,
    etaS: running ? etaS : null,
    ...figuresOf(row),
  }
}

function toRun({ id, accountId, startedAt, finishedAt, calls, ...row }: CollectionRun): SyncRun {
  const { collector, outcome, route, error } = row
  const times = { startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString() }
  const figures = { calls: Number(calls), ...figuresOf(row) }
  return { id: String(id), account: accountId, collector, ...times, outcome, route, error, ...figures }
}

type Figures = Pick<CollectionRun, 'throttled' | 'seen' | 'added' | 'changed' | 'gone' | 'skipped' | 'failed'>

function figuresOf({ throttled, seen, added, changed, gone, skipped, failed }: Figures) {
  return {
    throttled: Number(throttled),
    seen: Number(seen),
    added: Number(added),
    changed: Number(changed),
    gone: Number(gone),
    skipped: Number(skipped),
    failed: Number(failed),
  }
}
