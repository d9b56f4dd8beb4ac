import { parseArgs } from 'node:util'
import { collectors } from '#generated/collectors.ts'
import { createDatabase } from '#server/platform/db.ts'
import { EnvironmentError } from '#server/platform/env.ts'
import { createLog } from '#server/platform/log.ts'
import { migrate } from '#server/platform/migrations.ts'
import { Engine } from '#server/sync/engine.ts'
import { runOnce, type Wanted } from '#server/sync/once.ts'
import { watchOwnAccount } from '#server/sync/own-account.ts'
import { syncSettings } from '#server/sync/settings.ts'
import { openDatabase, startLock } from './database.ts'
import { holderOf } from './lock.ts'
import { usesRealAws } from './start/settings.ts'
import { showProgress } from './sync/progress.ts'
import { succeeded, summarise } from './sync/summary.ts'

/** What the caller got wrong, told without a stack. */
class Mistake extends Error {}

const usage = `npm run sync -- --once [--account AWS_ACCOUNT_ID]… [--collector NAME]… [--json]

Collects everything that is permitted and available, once, and ends with 0 when all of it succeeded.
  --account     only this AWS account (12 digits); may be given several times
  --collector   only this collector; may be given several times: ${Object.keys(collectors).join(', ')}
  --json        ends with a summary in JSON on stdout`

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof EnvironmentError || error instanceof Mistake ? error.message : error)
  process.exitCode = 2
}

async function main(): Promise<number> {
  const values = readArguments()
  if (values.help || !values.once) {
    console.log(usage)
    return values.help ? 0 : 2
  }
  const unknown = values.collector?.find((name) => !(name in collectors))
  if (unknown) throw new Mistake(`There is no collector "${unknown}". There are: ${Object.keys(collectors).join(', ')}`)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const opened = await openDatabase()
  try {
    await migrate(opened.url)
    return await sync(opened.url, values, stop.signal)
  } finally {
    await opened.close()
  }
}

function readArguments() {
  const options = {
    once: { type: 'boolean' },
    account: { type: 'string', multiple: true },
    collector: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ options }).values
  } catch (error) {
    throw new Mistake(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  }
}

type Options = { account?: string[] | undefined; collector?: string[] | undefined; json?: boolean | undefined }

async function sync(url: string, options: Options, signal: AbortSignal): Promise<number> {
  const { pool, close } = createDatabase(url, { connections: 12 })
  const log = createLog(process.stderr, process.env.LOG_LEVEL || 'error')
  const engine = new Engine({ pool, log, settings: settings(), collectors })
  try {
    const own = settings().passes > 0 ? await watchOwnAccount(pool, process.env, settings().retry, signal) : null
    if (own?.state === 'unknown') throw new Mistake(`No AWS account is watched yet. ${own.whyNot}`)
    const wanted: Wanted = {
      ...(options.account && { accounts: await rowsOf(options.account) }),
      ...(options.collector && { collectors: options.collector }),
    }
    const startedAt = new Date()
    const stopShowing = showProgress(pool, wanted, { quiet: options.json ?? false })
    await runOnce(engine, signal, wanted)
    await stopShowing()
    const summary = await summarise(pool, wanted, startedAt)
    if (options.json) console.log(JSON.stringify(summary, null, 2))
    if (signal.aborted) return 130
    return succeeded(summary) ? 0 : 1
  } finally {
    await engine.close()
    await close()
  }

  async function rowsOf(awsAccountIds: string[]): Promise<number[]> {
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM aws_accounts WHERE aws_account_id = ANY($1)', [
      awsAccountIds,
    ])
    if (rows.length === 0) throw new Mistake('That AWS account is not watched.')
    return rows.map(({ id }) => id)
  }
}

// A running `npm start` may look at the simulated AWS, whose address this shell does not know: its worker does the work.
function settings() {
  const chosen = syncSettings()
  const elsewhere = Boolean(process.env.DATABASE_URL) || usesRealAws(process.env)
  return holderOf(startLock) && !elsewhere ? { ...chosen, passes: 0 } : chosen
}
