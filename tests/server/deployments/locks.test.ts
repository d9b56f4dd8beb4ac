import type pg from 'pg'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { judgeDeployments } from '#server/deployments/judge/judge.ts'
import { judgeSoftware } from '#server/deployments/software/judge.ts'
import { takeFindings } from '#server/findings/evaluate/lock.ts'
import { aThing, insert, insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'
import { insertDeployment } from '../../support/deployments.ts'

const database = useTestDatabase()
const now = new Date('2026-11-20T12:00:00Z')

beforeAll(async () => {
  await insertAccount(database.db.pool)
})
beforeEach(async () => {
  await database.db.pool.query(
    'truncate deployments, deployment_executions, things, findings, check_results, notices, deployment_figures, thing_software, software_state, software_changes cascade',
  )
})

/** One transaction of somebody else; `work` may wait in between. */
async function besides(work: (tx: pg.PoolClient) => Promise<void>) {
  const tx = await database.db.pool.connect()
  try {
    await tx.query('begin')
    await work(tx)
    await tx.query('commit')
  } finally {
    tx.release()
  }
}

/** Until somebody waits for a lock, or, where nobody has to, a moment. */
async function untilWaiting() {
  for (let n = 0; n < 30; n++) {
    const { rows } = await database.db.pool.query(
      `select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid)
       where not l.granted and a.datname = current_database() and pid <> pg_backend_pid()`,
    )
    if (rows[0]?.n > 0) return
    await new Promise((done) => setTimeout(done, 10))
  }
}

const failing = (name: string) =>
  insertDeployment(
    database.db.pool,
    { name, title: name, failed: 1, queued: 1, health: 'failing', unreached: 1, judged_at: now, judge_at: null },
    [{ status: 'FAILED' }],
  )
const told = async () => {
  const { rows } = await database.db.pool.query("select title from notices where about = 'deployment' order by title")
  return rows.map(({ title }) => title)
}

test('who counts software and then tells of it, and who tells of deployments, take figures and findings in one order', async () => {
  await failing('a')
  await database.db.pool.query('insert into deployment_figures (account_id) values (1)')
  let judged: Promise<number> | undefined
  await besides(async (tx) => {
    await tx.query('update deployment_figures set behind = 1')
    judged = judgeDeployments(database.db.pool, now)
    await untilWaiting()
    await takeFindings(tx, 1)
  })
  await judged
  expect(await told()).toEqual(['Deployment a fails on devices'])
})

test('what is read of AWS meanwhile is told of at the next turn; neither waits for the other', async () => {
  const a = await failing('a')
  const b = await failing('b')
  await besides(async (tx) => {
    await tx.query('update deployments set unchanged_polls = 1 where id = $1', [b])
    const judged = judgeDeployments(database.db.pool, now)
    await untilWaiting()
    await tx.query('update deployments set unchanged_polls = 1 where id = $1', [a])
    await judged
  })
  expect(await told()).toEqual(['Deployment a fails on devices'])
  await judgeDeployments(database.db.pool, new Date(now.getTime() + 60_000))
  expect(await told()).toEqual(['Deployment a fails on devices', 'Deployment b fails on devices'])
})

test('two judges of each kind and a reader of AWS at once fail of no lock', async () => {
  const { pool } = database.db
  const names = Array.from({ length: 6 }, (_, n) => `thing-${n}`)
  await insert(
    pool,
    'things',
    names.map((name) => aThing({ name })),
  )
  const ids: string[] = []
  for (const name of names)
    ids.push(
      await insertDeployment(pool, { name, queued: 6, packages: [{ name: 'fw', version: '2.0' }], security: true }, [
        ...names.map((thing) => ({ thing, queued_at: '2026-11-01' })),
      ]),
    )
  const read = (turn: number) =>
    besides(async (tx) => {
      for (const id of ids.toReversed())
        await tx.query(`update deployments set failed = $2, judge_at = least(judge_at, $3) where id = $1`, [
          id,
          turn % 2,
          now,
        ])
      await tx.query(
        `insert into thing_software select 1, t, 'shadow', 'fw', $2, $3 from unnest($1::text[]) t
         on conflict (account_id, thing, source, package) do update set version = excluded.version`,
        [names, `1.${turn}`, now],
      )
      await tx.query(
        `insert into software_state (account_id, changed_at) values (1, $1)
         on conflict (account_id) do update set changed_at = excluded.changed_at`,
        [new Date(now.getTime() + turn * 60_000)],
      )
    })
  for (let turn = 1; turn <= 4; turn++) {
    const at = new Date(now.getTime() + turn * 3_600_000)
    await Promise.all([
      ...[judgeDeployments(pool, at), judgeSoftware(pool, at), read(turn)],
      ...[judgeDeployments(pool, at), judgeSoftware(pool, at)],
    ])
  }
}, 30_000)
