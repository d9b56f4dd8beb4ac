import type pg from 'pg'
import { cause } from '#contract/incidents.ts'
import type { Judgement } from '../judge.ts'
import { causesInWords, tellIncident } from '../notices.ts'
import { moveOf, ranks } from './decide.ts'
import type { Standing, Subject } from './load.ts'
import type { Notes } from './notes.ts'
import { wakeParent } from './wake-parent.ts'

/** What became of one client ID's incident. */
export type Outcome = { incident: string; clientId: string; what: 'opened' | 'extended' | 'reopened' }

type Facts = { account: number; notes: Notes; judged: Judgement; subject: Subject; hash: string; now: Date }

type Opening = { clientId: string; drill: { scenario: string; by: string } | null }

const columns = [
  ...['thing_name', 'thing_type', 'cause', 'confidence', 'severity', 'severity_reasons', 'evidence', 'would_decide'],
  ...['sides', 'active', 'first_at', 'last_at', 'kicks', 'rate_per_minute', 'content_hash', 'reach'],
] as const

function valuesOf({ judged, subject, hash }: Facts): unknown[] {
  return [
    ...[subject.thingName, subject.thingType, judged.cause, judged.confidence, judged.severity, judged.severityReasons],
    ...[JSON.stringify(judged.evidence), judged.wouldDecide, JSON.stringify(judged.sides), judged.active],
    ...[judged.firstAt, judged.lastAt, judged.kicks, judged.ratePerMinute, hash, subject.alsoUsedBy],
  ]
}

/** Opens an incident for a client ID that has none. */
export async function open(tx: pg.PoolClient, facts: Facts & Opening): Promise<Outcome> {
  const { account, clientId, judged, drill, notes } = facts
  const { rows } = await tx.query<{ id: string; number: number }>(
    `INSERT INTO incidents (account_id, client_id, drill, drill_by, ${columns.join(', ')})
     VALUES ($1, $2, $3, $4, ${columns.map((_, place) => `$${place + 5}`).join(', ')}) RETURNING id, number`,
    [account, clientId, drill?.scenario ?? null, drill?.by ?? null, ...valuesOf(facts)],
  )
  const incident = rows[0]?.id ?? ''
  notes.changed(incident, judged)
  notes.log(incident, judged.firstAt, 'data', 'The first take-over', 'first')
  const happened = judged.kicks === 1 ? 'one take-over' : `${judged.kicks} take-overs`
  notes.log(incident, facts.now, 'data', `Opened after ${happened}`, 'opened')
  const about = { ...judged, id: incident, number: rows[0]?.number ?? 0, account, clientId, drill: drill !== null }
  await tellIncident(tx, about, { what: 'opened', why: judged.severityReasons })
  return { incident, clientId, what: 'opened' }
}

/** Makes an incident say what its records say now, and opens it again where they ask for it. */
export async function extend(tx: pg.PoolClient, facts: Facts & { before: Standing }): Promise<Outcome> {
  const { account, before, judged, now, notes } = facts
  const move = moveOf(before, judged, now)
  const set = columns.map((name, place) => `${name} = ${assigned(name, `$${place + 2}`)}`).join(', ')
  const rules = `$${columns.indexOf('severity') + 2}`
  const { rows } = await tx.query<{ number: number }>(
    `UPDATE incidents SET ${set}, severity_judged = CASE WHEN severity_by_id IS NULL THEN NULL ELSE ${rules} END, state = coalesce($${columns.length + 2}, state),
       reopened = reopened + $${columns.length + 3}, changed_at = now() WHERE id = $1 RETURNING number`,
    [before.id, ...valuesOf(facts), move?.state ?? null, move?.reopened ? 1 : 0],
  )
  notes.changed(before.id, judged)
  if (before.state === 'merged') await wakeParent(tx, before.id, judged.lastAt)
  if (move) notes.log(before.id, judged.lastAt, 'state', move.log, `reopened ${judged.lastAt.toISOString()}`)
  if (judged.active && !before.active) {
    notes.log(
      before.id,
      judged.lastAt,
      'data',
      'Conflicts again after a silence',
      `again ${judged.lastAt.toISOString()}`,
    )
  }
  if (judged.cause !== before.cause) {
    const key = `cause ${judged.cause} ${judged.kicks}`
    const said = [judged.cause, before.cause].map((one) => causesInWords[cause.catch('undecided').parse(one)])
    notes.log(before.id, judged.lastAt, 'data', `Cause judged anew: ${said.join(', before: ')}`, key)
  }
  const about = { ...before, ...judged, account, number: rows[0]?.number ?? 0 }
  if (move?.reopened) {
    await tellIncident(tx, about, { what: 'reopened', when: judged.lastAt.toISOString(), why: [move.log] })
  } else if (
    before.severityBy === null &&
    before.state !== 'dismissed' &&
    ranks[judged.severity] < before.severityRank
  ) {
    await tellIncident(tx, about, { what: 'raised', why: judged.severityReasons })
  }
  return { incident: before.id, clientId: before.clientId, what: move?.reopened ? 'reopened' : 'extended' }
}

function assigned(name: (typeof columns)[number], value: string): string {
  // What a person said of the severity stands; data may not take it back.
  if (name === 'severity') return `CASE WHEN severity_by_id IS NULL THEN ${value} ELSE severity END`
  return name === 'first_at' ? `least(first_at, ${value})` : value
}
