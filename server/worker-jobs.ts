import { Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Logger as Log } from 'pino'
import { jobs } from './jobs.ts'

/** Runs background jobs until stopped. Jobs are queued in the database; each runs in one worker only. */
export async function startJobs(url: string, pool: pg.Pool, log: Log): Promise<Runner> {
  const taskList: TaskList = {}
  for (const [name, job] of Object.entries(jobs)) {
    taskList[name] = async (payload) => {
      job.payload.parse(payload)
      await job.run({ pool, now: new Date() })
    }
  }
  const crons = Object.entries(jobs).flatMap(([task, { cron }]) =>
    cron ? [{ task, match: cron, identifier: task }] : [],
  )
  return run({
    // A small pool of its own: jobs never wait for the passes, nor the passes for jobs.
    connectionString: url,
    maxPoolSize: 3,
    taskList,
    parsedCronItems: parseCronItems(crons),
    concurrency: 2,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') log.error(message)
      else if (level === 'warning') log.warn(message)
      else log.debug(message)
    }),
  })
}
