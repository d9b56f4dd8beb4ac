import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { collectors } from '#generated/collectors.ts'
import { warnOfOwnPower } from './activity/guard.ts'
import { targetsFromEnvironment } from './activity/stream/settings.ts'
import { streamTrail } from './activity/stream/stream.ts'
import { connectResponder } from './aws/connect.ts'
import { watchBehaviours } from './behaviours/watch.ts'
import { watchDeployments } from './deployments/watch.ts'
import { auditRequests } from './findings/asks/start-audits.ts'
import { suppressionCopies } from './findings/asks/write-suppressions.ts'
import { verdictsForDetect } from './findings/asks/write-verdicts.ts'
import { watchFindings } from './findings/evaluate/watch.ts'
import { takeSnapshots } from './fleet/snapshots.ts'
import { watchContainment } from './incidents/containment.ts'
import { holdDrills } from './incidents/drill.ts'
import { watchConflicts } from './incidents/engine/engine.ts'
import { sendingFromEnvironment } from './notifications/settings.ts'
import { watchNotices } from './notifications/watch.ts'
import { createDatabase } from './platform/db.ts'
import { EnvironmentError, parseEnvironment } from './platform/env.ts'
import { createListener, type Listener } from './platform/events.ts'
import { log } from './platform/log.ts'
import { ask, sendAsks } from './response/engine/ask.ts'
import { ResponseEngine } from './response/engine/engine.ts'
import { responseSettings } from './response/engine/settings.ts'
import { comparePlan } from './response/plan/compare-plan.ts'
import { makePlan } from './response/plan/make-plan.ts'
import { refreshFacts } from './response/plan/refresh-facts.ts'
import { steps } from './response/steps.ts'
import { Engine } from './sync/engine.ts'
import { watchOwnAccount } from './sync/own-account.ts'
import { type SyncSettings, syncSettings } from './sync/settings.ts'
import { startJobs } from './worker-jobs.ts'
import { serveMetrics, workerMetrics } from './worker-metrics.ts'

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }),
  DATABASE_POOL_SIZE: optional(z.coerce.number().int().min(4).max(500)),
  /** Serves /healthz and /metrics on loopback. */
  FLEETWARDEN_WORKER_PORT: optional(z.coerce.number().int().min(0).max(65_535)),
  /** Where a simulator can be told to play exercises. */
  FLEETWARDEN_SIMULATOR_CONTROL: optional(z.url()),
})

const lookEveryMs = 2_000
const lookWithoutAccountMs = 15_000
const askEveryMs = 15_000
// Here, as nothing below is set while the worker works.
const asks = [ask(auditRequests), ask(suppressionCopies), ask(verdictsForDetect)]
let toldOnce = false

try {
  await work()
} catch (error) {
  if (error instanceof EnvironmentError) console.error(error.message)
  else log.fatal({ err: error }, 'The worker cannot go on')
  process.exit(1)
}

/** Collects facts and runs background jobs until SIGTERM or SIGINT. */
async function work() {
  const env = parseEnvironment(variables, process.env)
  const settings = syncSettings()
  const targets = targetsFromEnvironment()
  const sending = sendingFromEnvironment()
  const stop = new AbortController()
  // Every wait listens to it.
  setMaxListeners(0, stop.signal)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  const { pool, close } = createDatabase(env.DATABASE_URL, { connections: env.DATABASE_POOL_SIZE ?? 16 })
  const metrics = workerMetrics()
  const server =
    env.FLEETWARDEN_WORKER_PORT === undefined ? null : await serveMetrics(metrics.registry, env.FLEETWARDEN_WORKER_PORT)
  const runner = await startJobs(env.DATABASE_URL, pool, log)
  const engine = new Engine({
    pool,
    log,
    settings,
    collectors,
    ended(claim, ending, ...cost) {
      metrics.ended(claim, ending, ...cost)
      // Today's point of the trends appears with the first facts, not an hour later.
      if (claim.collector === 'things' && ending.outcome === 'ok') {
        takeSnapshots(pool, new Date()).catch((error) => log.warn({ err: error }, 'No snapshot could be taken'))
      }
    },
  })
  await warnOfOwnPower(pool)
  // Else exercises could not be asked for until the job's first minute.
  holdDrills(pool, env.FLEETWARDEN_SIMULATOR_CONTROL, new Date()).catch((error) =>
    log.warn({ err: error }, 'Exercises could not be looked at'),
  )
  const responses = new ResponseEngine({
    pool,
    log,
    settings: responseSettings(settings),
    steps,
    planner: { make: makePlan, compare: comparePlan, refresh: refreshFacts },
    connect: (target) => connectResponder(pool, target, settings),
    now: () => new Date(),
    metrics: metrics.responses,
  })
  const listener = createListener({ pool })
  log.info('The worker is ready')
  await Promise.all([
    collect(engine, pool, settings, listener, stop.signal),
    respond(responses, listener, stop.signal),
    askAws(responses.parts, listener, stop.signal),
    watchContainment({ pool, log, listener }, stop.signal),
    watchConflicts({ pool, log }, stop.signal),
    watchFindings({ pool, log }, stop.signal),
    watchBehaviours({ pool, log }, stop.signal),
    watchDeployments({ pool, log }, stop.signal),
    watchNotices({ pool, log, sending }, stop.signal),
    streamTrail({ url: env.DATABASE_URL, targets, log }, stop.signal),
  ])
  await Promise.all([engine.close(), responses.close(), runner.stop(), listener.close()])
  server?.close()
  await close()
  log.info('The worker has stopped')
  // Sockets that the SDK keeps open are no reason to stay.
  process.exit(0)
}

/** Starts what is due, whenever a pass ends, somebody asks, or two seconds have gone by. Nothing a pass does ends it. */
async function collect(engine: Engine, pool: pg.Pool, settings: SyncSettings, listener: Listener, signal: AbortSignal) {
  let wake = () => {}
  listener.subscribe(({ type }) => {
    if (type === 'wake') wake()
  })
  let accounts = true
  while (!signal.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    try {
      accounts = await findOwnAccount(pool, settings, signal)
      await engine.start(signal)
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'Looking for work failed')
    }
    const pause = sleep(accounts ? lookEveryMs : lookWithoutAccountMs, undefined, { signal }).catch(() => undefined)
    await Promise.race([woken, pause, ...(engine.busy > 0 ? [engine.oneEnds()] : [])])
  }
}

/** Takes runs in hand, whenever somebody asks, one is due, or a turn ends: people wait for their plans. */
async function respond(engine: ResponseEngine, listener: Listener, signal: AbortSignal) {
  let wake = () => {}
  listener.subscribe(({ type }) => {
    if (type === 'wake') wake()
  })
  while (!signal.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    try {
      await engine.start(signal)
      await Promise.race([woken, engine.nextDue(lookEveryMs, signal), ...(engine.busy > 0 ? [engine.oneEnds()] : [])])
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'Looking for runs failed')
      await Promise.race([woken, sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)])
    }
  }
}

/** Sends what people asked AWS for beside runs, whenever somebody asks. */
async function askAws(parts: ResponseEngine['parts'], listener: Listener, signal: AbortSignal) {
  let wake = () => {}
  listener.subscribe(({ type }) => {
    if (type === 'wake') wake()
  })
  while (!signal.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    try {
      await sendAsks(parts, asks, signal)
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'Asking AWS failed')
    }
    await Promise.race([woken, sleep(askEveryMs, undefined, { signal }).catch(() => undefined)])
  }
}

async function findOwnAccount(pool: pg.Pool, { retry }: SyncSettings, signal: AbortSignal): Promise<boolean> {
  const own = await watchOwnAccount(pool, process.env, retry, signal)
  if (own.state === 'added') log.info({ account: own.awsAccountId }, 'Watching our own account')
  if (own.state === 'unknown' && !toldOnce && !signal.aborted) {
    log.warn({ reason: own.whyNot }, 'No AWS account is watched, and our own cannot be told')
    toldOnce = true
  }
  return own.state !== 'unknown'
}
