import { z } from 'zod'
import { accountId, asResponder, asViewer, instant } from './base.ts'
import { feedState } from './health.ts'

/** What a pass did, in numbers: requests sent and throttled, records seen, and what became of them. */
const figures = {
  calls: z.number().int(),
  throttled: z.number().int(),
  seen: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  gone: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
}

/** One feed: what a collector brings for one account, how old it is and how its pass goes. */
export const feed = z.object({
  account: z.number().int(),
  collector: z.string(),
  title: z.string(),
  brings: z.string(),
  everyS: z.number().int(),
  needs: z.array(z.string()).describe('IAM actions'),
  state: feedState,
  route: z.string().nullable(),
  lastSuccessAt: instant.nullable(),
  lastFinishedAt: instant.nullable(),
  dueAt: instant.nullable(),
  lastOutcome: z.string().nullable(),
  error: z.string().nullable(),
  missingPermission: z.string().nullable(),
  awsRequestId: z.string().nullable(),
  pass: z
    .object({
      startedAt: instant,
      ...figures,
      callsExpected: z.number().int().nullable(),
      callsPerSecond: z.number().nullable(),
      etaS: z.number().int().nullable(),
    })
    .nullable()
    .describe('The running pass, or the last one'),
  running: z.boolean(),
})
export type Feed = z.infer<typeof feed>

export const syncRun = z.object({
  id: z.string(),
  account: z.number().int(),
  collector: z.string(),
  startedAt: instant,
  finishedAt: instant,
  outcome: z.string(),
  route: z.string().nullable(),
  ...figures,
  error: z.string().nullable(),
})
export type SyncRun = z.infer<typeof syncRun>

const tags = ['Sync']

export const sync = {
  feeds: asViewer
    .route({ method: 'GET', path: '/sync/feeds', tags, summary: 'Every feed, its age and its progress' })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(feed)),
  worker: asViewer.route({ method: 'GET', path: '/sync/worker', tags, summary: 'Whether a worker is at work' }).output(
    z.object({
      silentSince: instant.nullable().describe('When one was last seen, if none has been for two minutes; else null'),
    }),
  ),
  runs: asViewer
    .route({ method: 'GET', path: '/sync/runs', tags, summary: 'Finished passes, newest first' })
    .input(
      z.object({
        account: accountId.optional(),
        collector: z.string().max(60).optional(),
        limit: z.coerce.number().int().min(1).max(200).optional(),
      }),
    )
    .output(z.array(syncRun)),
  request: asResponder
    .route({
      method: 'POST',
      path: '/sync/requests',
      tags,
      summary: 'Ask the worker to collect now',
      successStatus: 202,
    })
    .input(z.object({ account: accountId.optional(), collector: z.string().max(60).optional() }))
    .output(z.object({ requested: z.number().int().describe('Feeds asked for') })),
}
