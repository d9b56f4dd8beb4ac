import type pg from 'pg'
import { said } from './judge.ts'

/** How many row ids one after the other a block of answers is of. */
export const perBlock = 1_000

/** How many subjects each check judged, did not know of, and failed on itself. */
export type Counts = { evaluated: number; unknown: number; errors: number }

/** A subject's answers, one to each check of its kind in order of their ids; null leaves what was kept. */
export type Answers = { rowId: number; answers: (number | null)[] }

/** Keeps the answers of these subjects. Returns by how much each check's counts changed. */
export async function keepAnswers(
  tx: pg.PoolClient,
  { account, kind, checks }: { account: number; kind: string; checks: number },
  subjects: readonly Answers[],
): Promise<Counts[]> {
  const width = Math.ceil(checks / 4)
  const moved = noCounts(checks)
  if (width === 0 || subjects.length === 0) return moved
  const wanted = [...new Set(subjects.map(({ rowId }) => Math.floor(rowId / perBlock)))]
  const { rows } = await tx.query<{ block: number; answers: Buffer }>(
    'SELECT block, answers FROM finding_blocks WHERE account_id = $1 AND subject_kind = $2 AND block = ANY($3::bigint[])',
    [account, kind, wanted],
  )
  // A block of another width is of other checks: it is written anew before its counts are asked for.
  const blocks = new Map(
    rows.filter(({ answers }) => answers.length === width * perBlock).map(({ block, answers }) => [block, answers]),
  )
  const written = new Set<number>()
  for (const { rowId, answers } of subjects) {
    const block = Math.floor(rowId / perBlock)
    const bytes = blocks.get(block) ?? Buffer.alloc(width * perBlock)
    blocks.set(block, bytes)
    const from = (rowId % perBlock) * width
    for (const [place, answer] of answers.entries()) {
      const at = from + (place >> 2)
      const shift = (place & 3) * 2
      const before = ((bytes[at] ?? 0) >> shift) & 3
      if (answer === null || answer === before) continue
      bytes[at] = ((bytes[at] ?? 0) & ~(3 << shift)) | (answer << shift)
      count(moved[place], before, -1)
      count(moved[place], answer, 1)
      written.add(block)
    }
  }
  if (written.size > 0) {
    await tx.query(
      `INSERT INTO finding_blocks (account_id, subject_kind, block, answers)
       SELECT $1, $2, b.* FROM unnest($3::bigint[], $4::bytea[]) b
       ON CONFLICT (account_id, subject_kind, block) DO UPDATE SET answers = excluded.answers`,
      [account, kind, [...written], [...written].map((block) => blocks.get(block))],
    )
  }
  return moved
}

/** What all kept answers of a kind come to, read some blocks at a time. */
export async function countAnswers(
  tx: pg.PoolClient,
  { account, kind, checks }: { account: number; kind: string; checks: number },
): Promise<Counts[]> {
  const counts = noCounts(checks)
  const width = Math.ceil(checks / 4)
  for (let after = -1; ; ) {
    const { rows } = await tx.query<{ block: number; answers: Buffer }>(
      `SELECT block, answers FROM finding_blocks WHERE account_id = $1 AND subject_kind = $2 AND block > $3
       ORDER BY block LIMIT 100`,
      [account, kind, after],
    )
    const last = rows.at(-1)
    if (!last) return counts
    after = last.block
    for (const { answers } of rows) {
      for (let from = 0; from < answers.length; from += width) {
        for (const [place, one] of counts.entries())
          count(one, ((answers[from + (place >> 2)] ?? 0) >> ((place & 3) * 2)) & 3, 1)
      }
    }
  }
}

const noCounts = (checks: number): Counts[] =>
  Array.from({ length: checks }, () => ({ evaluated: 0, unknown: 0, errors: 0 }))

function count(counts: Counts | undefined, answer: number, by: number) {
  if (!counts) return
  if (answer === said.judged) counts.evaluated += by
  else if (answer === said.unknown) counts.unknown += by
  else if (answer === said.error) counts.errors += by
}
