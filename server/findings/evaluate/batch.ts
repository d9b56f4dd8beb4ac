import type pg from 'pg'
import type { FactsByKind } from '../facts.ts'
import { applyChanges } from './apply.ts'
import { type Counts, keepAnswers } from './blocks.ts'
import { type Judged, judgeAll, said } from './judge.ts'
import type { KindPlan } from './plan.ts'
import { type Changes, type Existing, type Failure, reconcile, type Standing } from './reconcile.ts'

type Facts = FactsByKind[keyof FactsByKind]

/** The subjects of a batch: these row ids, or all in a range of them; or, without row ids, a kind as a whole. */
export type Span = { ids: readonly number[] } | { after: number; upTo: number } | 'whole'

/** What a batch came to: how much was written, and by how much each check's counts moved. */
export type Outcome = {
  written: number
  counts: Counts[]
  failing: Map<string, number>
  judged: Judged
}

/**
 * Judges one batch of a kind and makes the findings of its subjects say so, in the caller's transaction, which must hold
 * the account's lock (`takeFindings`, or `shareFindings` where nobody else judges these subjects). Subjects of the span without facts are gone.
 */
export async function judgeBatch(
  tx: pg.PoolClient,
  { of, kind, checks, asked }: KindPlan,
  subjects: readonly Facts[],
  span: Span,
  now: Date,
): Promise<Outcome> {
  // The facts are of the kind that the checks are about.
  const judged = judgeAll<typeof kind>(asked, subjects as FactsByKind[typeof kind][], now)
  const places = new Map(asked.map(({ id }, place) => [id, place]))
  const enabled = new Set(checks.filter((check) => check.enabled).map(({ id }) => id))
  const answers = new Map(subjects.map(({ name }, place) => [name, judged.answers[place]]))
  const standing = (check: string, subject: string): Standing => {
    if (!enabled.has(check)) return 'off'
    const said = answers.get(subject)
    if (!said) return 'gone'
    const answer = said[places.get(check) ?? -1]
    return answer === undefined || isOpen(answer) ? 'unjudged' : 'passed'
  }
  const same = isRange(span) && (await sameAsKept(tx, of.id, kind, span, judged.failures))
  const changes = same ? reconcile([], [], standing) : await compared()
  const written = same ? 0 : await applyChanges(tx, { account: of.id, now }, changes)
  const counts = span === 'whole' ? [] : await keep(tx, { of, kind, checks, asked }, subjects, span, judged)
  return { written, counts, failing: changes.failing, judged }

  async function compared(): Promise<Changes> {
    const existing = await existingOf(tx, of.id, kind, span, subjects)
    const changes = reconcile(existing, judged.failures, standing)
    const strays = span === 'whole' ? [] : await straysOf(tx, of.id, kind, changes.open)
    return strays.length > 0 ? reconcile([...existing, ...strays], judged.failures, standing) : changes
  }
}

type Range = { after: number; upTo: number }
const isRange = (span: Span): span is Range => typeof span === 'object' && 'upTo' in span

/**
 * Whether what stands open of a range is, to the word, what fails now: told by number and exclusive or of hashes, so that
 * findings of a batch in which nothing changed need not be read.
 */
async function sameAsKept(
  tx: pg.PoolClient,
  account: number,
  kind: string,
  { after, upTo }: Range,
  failures: readonly Failure[],
): Promise<boolean> {
  const { rows } = await tx.query<{ count: number; hash: string }>({
    name: 'findings-digest',
    text: `SELECT count(*)::int AS count, coalesce(bit_xor(content_hash), 0)::text AS hash FROM findings
      WHERE account_id = $1 AND subject_kind = $2 AND subject_row_id > $3 AND subject_row_id <= $4
        AND open AND 'ours' = ANY (sources)`,
    values: [account, kind, after, upTo],
  })
  const hashes = new Set(failures.map(({ hash }) => BigInt(hash)))
  const hash = [...hashes].reduce((all, one) => all ^ one, 0n)
  return rows[0]?.count === hashes.size && BigInt(rows[0].hash) === hash
}

const isOpen = (answer: number) => answer === said.unknown || answer === said.error

type Of = Pick<KindPlan, 'of' | 'kind' | 'checks' | 'asked'>

async function keep(
  tx: pg.PoolClient,
  { of, kind, checks, asked }: Of,
  subjects: readonly Facts[],
  span: Span,
  judged: Judged,
) {
  const places = checks.map((check) => asked.indexOf(check))
  const kept = subjects.map(({ rowId }, n) => ({
    rowId: Number(rowId),
    answers: places.map((place) => (place < 0 ? null : (judged.answers[n]?.[place] ?? 0))),
  }))
  const here = new Set(kept.map(({ rowId }) => rowId))
  const none = places.map(() => said.notAbout)
  const gone = typeof span === 'object' && 'ids' in span ? span.ids.filter((id) => !here.has(id)) : []
  return keepAnswers(tx, { account: of.id, kind, checks: checks.length }, [
    ...kept,
    ...gone.map((rowId) => ({ rowId, answers: none })),
  ])
}

const columns = `id, check_id AS check, subject, reason, open, content_hash::text AS hash,
  CASE WHEN sources <> '{ours}' THEN sources END AS sources`

async function existingOf(
  tx: pg.PoolClient,
  account: number,
  kind: string,
  span: Span,
  subjects: readonly Facts[],
): Promise<Existing[]> {
  const of = `SELECT ${columns} FROM findings WHERE account_id = $1 AND subject_kind = $2`
  if (span === 'whole') {
    const names = subjects.map(({ name }) => name)
    const { rows } = await tx.query<Row>(`${of} AND subject_row_id IS NULL AND (open OR subject = ANY($3::text[]))`, [
      account,
      kind,
      names,
    ])
    return rows.map(toExisting)
  }
  if ('ids' in span) {
    const { rows } = await tx.query<Row>(`${of} AND subject_row_id = ANY($3::bigint[])`, [account, kind, span.ids])
    return rows.map(toExisting)
  }
  const { rows } = await tx.query<Row>({
    name: 'findings-existing',
    text: `${of} AND subject_row_id > $3 AND subject_row_id <= $4`,
    values: [account, kind, span.after, span.upTo],
  })
  return rows.map(toExisting)
}

/** Findings of what seems new that are there without its row id: another witness named the resource before we knew it. */
async function straysOf(
  tx: pg.PoolClient,
  account: number,
  kind: string,
  opening: readonly Failure[],
): Promise<Existing[]> {
  if (opening.length === 0) return []
  const subjects = [...new Set(opening.map(({ subject }) => subject))]
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM findings
     WHERE account_id = $1 AND subject_kind = $2 AND subject = ANY ($3::text[]) AND subject_row_id IS NULL`,
    [account, kind, subjects],
  )
  return rows.map(toExisting)
}

type Row = Omit<Existing, 'sources'> & { sources: string[] | null }

// Mostly we alone say so, and arrays are slow to read.
const alone = ['ours']
const toExisting = ({ sources, ...row }: Row): Existing => ({ ...row, sources: sources ?? alone })
