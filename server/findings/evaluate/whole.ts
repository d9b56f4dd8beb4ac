import type pg from 'pg'
import type { Sql } from '#server/platform/db.ts'
import type { FactsByKind } from '../facts.ts'
import { loadAccount, loadObjects } from '../load/account.ts'
import { loadClients } from '../load/clients.ts'
import type { Of } from '../load/which.ts'
import { judgeBatch } from './batch.ts'
import { isNoted } from './changed.ts'
import { said } from './judge.ts'
import type { ManyKind } from './kinds.ts'
import { inBatch } from './lock.ts'
import { type KindPlan, versionsOf } from './plan.ts'
import { failingOf, moveResults } from './results.ts'

/** Kinds that are few, or are only known while something is wrong with them: each is judged as a whole. */
export type WholeKind = Exclude<keyof FactsByKind, ManyKind>

type Load = (sql: Sql, of: Of, since: Date | null, now: Date) => Promise<FactsByKind[WholeKind][]>

const whole: { [Kind in WholeKind]: { load: Load; everyMs: number } } = {
  account: { load: (sql, of, _, now) => loadAccount(sql, of, now), everyMs: 600_000 },
  client: { load: loadClients, everyMs: 60_000 },
  'domain-configuration': { load: (sql, of) => loadObjects(sql, of, 'domain-configuration'), everyMs: 600_000 },
  'provisioning-template': { load: (sql, of) => loadObjects(sql, of, 'provisioning-template'), everyMs: 600_000 },
  'role-alias': { load: (sql, of) => loadObjects(sql, of, 'role-alias'), everyMs: 600_000 },
}

/** Judges a kind as a whole where it was noted, where something else than its facts changed, or from time to time. */
export async function judgeWhole(
  client: pg.PoolClient,
  plan: KindPlan & { kind: WholeKind },
  now: Date,
): Promise<number> {
  const { of, kind, scan, asked, readiness } = plan
  const { load, everyMs } = whole[kind]
  const due = !scan.boundaryAt || now.getTime() - scan.boundaryAt.getTime() >= everyMs
  if (!plan.full && !(asked.length > 0 && (due || (await isNoted(client, of.id, kind))))) return 0
  if (!scan.tracking) {
    // Of its own, so that whoever writes facts from now on notes them before these are read.
    await client.query('UPDATE finding_scans SET tracking = TRUE WHERE account_id = $1 AND subject_kind = $2', [
      of.id,
      kind,
    ])
  }
  return inBatch(client, of.id, async () => {
    await client.query('DELETE FROM finding_work WHERE account_id = $1 AND subject_kind = $2', [of.id, kind])
    const facts = await load(client, of, plan.full ? null : scan.boundaryAt, now)
    const { judged, written } = await judgeBatch(client, plan, facts, 'whole', now)
    const count = (place: number, answer: number) =>
      judged.answers.filter((answers) => answers[place] === answer).length
    const failing = await failingOf(client, of.id, kind, 'without rows')
    await moveResults(
      client,
      { account: of.id, now },
      asked.map((check, place) => ({
        check,
        // Of clients only the strange ones are known.
        counts: {
          evaluated: kind === 'client' ? null : count(place, said.judged),
          unknown: count(place, said.unknown),
          errors: count(place, said.error),
        },
        failing: failing.get(check.id) ?? 0,
        whyNot: judged.errors.get(check.id) ?? judged.unknown.get(check.id) ?? null,
        readiness: readiness.get(check.id) ?? { whyNot: null, factsAt: null },
      })),
      'to',
    )
    await client.query(
      `UPDATE finding_scans SET wanted = FALSE, boundary_at = $3, full_at = CASE WHEN $4 THEN $3 ELSE full_at END, version = $5, subjects = $6
       WHERE account_id = $1 AND subject_kind = $2`,
      [of.id, kind, now, plan.full, JSON.stringify({ done: versionsOf(asked), doing: {} }), facts.length],
    )
    return written
  })
}
