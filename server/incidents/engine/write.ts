import type pg from 'pg'
import { cause } from '#contract/incidents.ts'
import type { Judgement } from '../judge.ts'
import { causesInWords, incidentNotice } from '../notices.ts'
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
    ...[judged.evidence, judged.wouldDecide, judged.sides, judged.active],
    ...[judged.firstAt, judged.lastAt, judged.kicks, judged.ratePerMinute, hash, subject.alsoUsedBy],
  ]
}

/** Opens incidents for client IDs that have none. */
export async function openAll(tx: pg.PoolClient, all: readonly (Facts & Opening)[]): Promise<Outcome[]> {
  if (all.length === 0) return []
  const rows = all.map((facts) => ({
    ...Object.fromEntries(columns.map((name, place) => [name, valuesOf(facts)[place]])),
    ...{ account_id: facts.account, client_id: facts.clientId },
    ...{ drill: facts.drill?.scenario ?? null, drill_by: facts.drill?.by ?? null },
  }))
  const names = ['account_id', 'client_id', 'drill', 'drill_by', ...columns]
  const opened = await tx.query<{ id: string; number: number; clientId: string; drill: boolean }>(
    `INSERT INTO incidents (${names.join(', ')}) SELECT ${names.map((name) => `n.${name}`).join(', ')}
     FROM jsonb_populate_recordset(NULL::incidents, $1) n RETURNING id, number, client_id AS "clientId", drill IS NOT NULL AS drill`,
    [JSON.stringify(rows)],
  )
  return all.flatMap((facts) => {
    const { account, clientId, judged, notes, now } = facts
    const drill = facts.drill !== null
    const row = opened.rows.find((one) => one.clientId === clientId && one.drill === drill)
    if (!row) return []
    notes.changed(row.id, judged)
    notes.log(row.id, judged.firstAt, 'data', 'The first take-over', 'first')
    const happened = judged.kicks === 1 ? 'one take-over' : `${judged.kicks} take-overs`
    notes.log(row.id, now, 'data', `Opened after ${happened}`, 'opened')
    const about = { ...judged, id: row.id, number: row.number, account, clientId, drill }
    notes.tell(incidentNotice(about, { what: 'opened', why: judged.severityReasons }))
    return [{ incident: row.id, clientId, what: 'opened' }]
  })
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
    [before.id, ...valuesOf(facts).map(stored), move?.state ?? null, move?.reopened ? 1 : 0],
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
    notes.tell(incidentNotice(about, { what: 'reopened', when: judged.lastAt.toISOString(), why: [move.log] }))
  } else if (
    before.severityBy === null &&
    before.state !== 'dismissed' &&
    ranks[judged.severity] < before.severityRank
  ) {
    notes.tell(incidentNotice(about, { what: 'raised', why: judged.severityReasons }))
  }
  return { incident: before.id, clientId: before.clientId, what: move?.reopened ? 'reopened' : 'extended' }
}

/** A value as a parameter: the lists that are JSON columns, as JSON. */
const stored = (value: unknown, place: number) =>
  columns[place] === 'evidence' || columns[place] === 'sides' ? JSON.stringify(value) : value

function assigned(name: (typeof columns)[number], value: string): string {
  // What a person said of the severity stands; data may not take it back.
  if (name === 'severity') return `CASE WHEN severity_by_id IS NULL THEN ${value} ELSE severity END`
  return name === 'first_at' ? `least(first_at, ${value})` : value
}
