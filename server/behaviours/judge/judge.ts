import type pg from 'pg'
import type { Behaviour } from '#contract/behaviours.ts'
import { measureConnections } from '../connections.ts'
import { windowMs } from '../ingest.ts'
import { metrics } from '../metrics.ts'
import { checkOf, readProfiles, type StoredProfile } from '../profiles.ts'
import { nextTurn, type Streak } from '../streak.ts'
import { standings } from './feeds.ts'
import { histories, measure } from './measure.ts'
import { invalidate, tellViolations } from './tell.ts'
import { type Verdict, verdicts } from './verdicts.ts'

// Records come late by so much; those that come later still are counted when the windows are made anew.
const graceMs = 120_000
const madeAnew = 3
// After a long pause the windows of before are not judged: what devices did then is over.
const mostWindows = 12

/**
 * Judges an account's windows that ended since the last time, each in a transaction of its own with how far it got: a
 * worker that is killed judges none twice. Returns how many were judged.
 */
export async function judgeAccount(pool: pg.Pool, account: number, now: Date): Promise<number> {
  const last = Math.floor((now.getTime() - graceMs) / windowMs) * windowMs
  const earliest = last - (mostWindows - 1) * windowMs
  for (let judged = 0; ; judged++) {
    const tx = await pool.connect()
    let done = false
    try {
      await tx.query('BEGIN')
      const { rows } = await tx.query<{ to: Date; since: Date }>(
        `INSERT INTO behaviour_positions AS p (account_id, since, judged_to, judged_at) VALUES ($1, $2, $2, $3)
         ON CONFLICT (account_id) DO UPDATE SET judged_at = p.judged_at RETURNING judged_to AS to, since`,
        [account, new Date(last - windowMs), now],
      )
      const before = rows[0]?.to.getTime() ?? last
      const end = new Date(Math.max(before + windowMs, earliest))
      if (end.getTime() > last) {
        done = true
      } else {
        await judgeWindow(tx, { account, end, now, since: rows[0]?.since ?? end })
        await tx.query('UPDATE behaviour_positions SET judged_to = $2, judged_at = $3 WHERE account_id = $1', [
          account,
          end,
          now,
        ])
      }
      await tx.query('COMMIT')
      tx.release()
    } catch (error) {
      tx.release(true)
      throw error
    }
    if (done) return judged
  }
}

type Window = { account: number; end: Date; now: Date; since: Date }

async function judgeWindow(tx: pg.PoolClient, { account, end, now, since }: Window) {
  await measureConnections(tx, account, new Date(end.getTime() - madeAnew * windowMs), end)
  const feeds = await standings(tx, account, now)
  const profiles = (await readProfiles(tx, account)).filter(({ enabled }) => enabled)
  await invalidate(tx, { account, profiles, now })
  // How many devices each behaviour could judge; those that were not due are not in it.
  const judged = new Map<string, number>()
  for (const profile of profiles) {
    for (const behaviour of profile.behaviours) {
      const lengthMs = behaviour.durationS * 1000
      // A window that began before anybody watched is no window.
      const due = end.getTime() % lengthMs === 0 && end.getTime() - lengthMs >= since.getTime()
      const standing = feeds[metrics[behaviour.metric].from]
      if (!due || !standing.fresh) continue
      judged.set(checkOf(profile.name, behaviour.name), await judgeBehaviour(tx, { account, profile, behaviour, end }))
    }
  }
  await tellViolations(tx, { account, profiles, feeds, judged, now })
}

type Of = { account: number; profile: StoredProfile; behaviour: Behaviour; end: Date }

async function judgeBehaviour(tx: pg.PoolClient, of: Of): Promise<number> {
  const { account, profile, behaviour } = of
  const key = [account, profile.name, behaviour.name]
  const { rows: open } = await tx.query<{ device: string }>(
    `SELECT device FROM violations WHERE account_id = $1 AND profile = $2 AND behaviour = $3 AND state = 'in-alarm' AND source = 'ours'`,
    key,
  )
  const { rows: streaks } = await tx.query<Streak & { device: string }>(
    'SELECT device, beyond, within FROM behaviour_streaks WHERE account_id = $1 AND profile = $2 AND behaviour = $3',
    key,
  )
  const inAlarm = new Set(open.map(({ device }) => device))
  const known = new Map(streaks.map(({ device, ...streak }) => [device, streak]))
  const measured = await measure(tx, of, [...new Set([...inAlarm, ...known.keys()])])
  const past =
    behaviour.criteria.kind === 'baseline'
      ? await histories(
          tx,
          of,
          measured.map(({ device }) => device),
        )
      : new Map<string, number[]>()
  const next: { device: string; streak: Streak }[] = []
  const raised: Verdict[] = []
  const extended: Verdict[] = []
  const cleared: string[] = []
  const judged = verdicts(behaviour, measured, past)
  for (const verdict of judged) {
    const { device, beyond } = verdict
    const { streak, turn } = nextTurn(known.get(device), beyond, { ...behaviour, inAlarm: inAlarm.has(device) })
    if (turn === 'raise') raised.push(verdict)
    if (turn === 'extend') extended.push(verdict)
    if (turn === 'clear') cleared.push(device)
    // A device that does as it should needs no memory.
    if (streak.beyond > 0 || (inAlarm.has(device) && turn !== 'clear')) next.push({ device, streak })
  }
  await keepStreaks(
    tx,
    of,
    judged.map(({ device }) => device),
    next,
  )
  await write(tx, of, { raised, extended, cleared })
  return judged.length
}

async function keepStreaks(
  tx: pg.PoolClient,
  { account, profile, behaviour, end }: Of,
  judged: readonly string[],
  next: readonly { device: string; streak: Streak }[],
) {
  const kept = new Set(next.map(({ device }) => device))
  await tx.query(
    'DELETE FROM behaviour_streaks WHERE account_id = $1 AND profile = $2 AND behaviour = $3 AND device = ANY ($4::text[])',
    [account, profile.name, behaviour.name, judged.filter((device) => !kept.has(device))],
  )
  await tx.query(
    `INSERT INTO behaviour_streaks AS s (account_id, profile, behaviour, device, beyond, within, at)
     SELECT $1, $2, $3, g.*, $7 FROM unnest($4::text[], $5::int[], $6::int[]) g
     ON CONFLICT (account_id, profile, behaviour, device) DO UPDATE SET beyond = excluded.beyond, within = excluded.within, at = excluded.at`,
    [
      ...[account, profile.name, behaviour.name, next.map(({ device }) => device)],
      ...[next.map(({ streak }) => streak.beyond), next.map(({ streak }) => streak.within), end],
    ],
  )
}

type Turns = { raised: readonly Verdict[]; extended: readonly Verdict[]; cleared: readonly string[] }

// Whoever said last that it was no harm is believed for so long: it is recorded, and grave to nobody.
const believedDays = 30

async function write(
  tx: pg.PoolClient,
  { account, profile, behaviour, end }: Of,
  { raised, extended, cleared }: Turns,
) {
  const key = [account, profile.name, behaviour.name]
  await tx.query(
    `INSERT INTO violations (account_id, source, profile_id, profile, behaviour, metric, device, state, severity, value, "limit", started_at, last_at)
     SELECT $1, 'ours', $4, $2, $3, $5, g.device, 'in-alarm', CASE WHEN (
         SELECT b.verification FROM violations b WHERE b.account_id = $1 AND b.profile = $2 AND b.behaviour = $3 AND b.device = g.device
           AND b.verification <> 'UNKNOWN' AND b.last_at > $10::timestamptz - make_interval(days => ${believedDays})
         ORDER BY b.last_at DESC LIMIT 1
       ) IN ('FALSE_POSITIVE', 'BENIGN_POSITIVE') THEN 'info' ELSE $6 END, g.value, g.said, $10, $10
     FROM unnest($7::text[], $8::text[], $9::text[]) g (device, value, said)
     ON CONFLICT DO NOTHING`,
    [
      ...[...key, profile.id, behaviour.metric, behaviour.suppressAlerts ? 'info' : behaviour.severity],
      ...[raised.map(({ device }) => device), raised.map(({ value }) => value), raised.map(({ limit }) => limit), end],
    ],
  )
  await tx.query(
    `UPDATE violations v SET last_at = $7, value = g.value, "limit" = g.said, windows = v.windows + 1
     FROM unnest($4::text[], $5::text[], $6::text[]) g (device, value, said)
     WHERE v.account_id = $1 AND v.profile = $2 AND v.behaviour = $3 AND v.state = 'in-alarm' AND v.source = 'ours' AND v.device = g.device`,
    [
      ...key,
      extended.map(({ device }) => device),
      extended.map(({ value }) => value),
      extended.map(({ limit }) => limit),
      end,
    ],
  )
  await tx.query(
    `UPDATE violations SET state = 'alarm-cleared', cleared_at = $5
     WHERE account_id = $1 AND profile = $2 AND behaviour = $3 AND state = 'in-alarm' AND source = 'ours' AND device = ANY ($4::text[])`,
    [...key, cleared, end],
  )
}
