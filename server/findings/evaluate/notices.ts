import type pg from 'pg'
import type { Severity } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { notify } from '#server/notifications/notice.ts'
import { describeCheck } from '../describe.ts'
import { takeFindings } from './lock.ts'

const named = 5

/**
 * Tells of grave findings that nobody was told of yet: one notice for each check, however many resources fail it. Kinds
 * that are still being looked at as a whole wait for their end.
 */
export async function tellUntold(
  client: pg.PoolClient,
  account: number,
  underWay: readonly string[],
  now: Date,
): Promise<void> {
  const untold = `u.account_id = $1 AND f.id = u.finding_id
    AND f.suppression_id IS NULL AND f.subject_kind <> ALL ($2::text[])`
  const { rowCount } = await client.query(`SELECT FROM finding_untold u, findings f WHERE ${untold} LIMIT 1`, [
    account,
    underWay,
  ])
  if (rowCount === 0) return
  await client.query('BEGIN')
  try {
    await takeFindings(client, account)
    const { rows } = await client.query<{
      check: string
      worst: Severity
      count: number
      some: string[]
      first: string
    }>(
      `WITH told AS (DELETE FROM finding_untold u USING findings f WHERE ${untold}
         RETURNING f.id, f.check_id, f.severity, f.rank, f.subject, f.detail)
       SELECT check_id AS check, (array_agg(severity ORDER BY rank))[1] AS worst, count(*)::int AS count,
         min(id::text) AS first, (array_agg(subject || ': ' || detail ORDER BY rank, subject))[1:${named}] AS some
       FROM told GROUP BY 1`,
      [account, underWay],
    )
    for (const { check, worst, count, some, first } of rows) {
      const { title, why } = describeCheck(check)
      const rest = count > some.length ? [`… and ${count - some.length} more`] : []
      await notify(client, {
        ...{
          about: 'finding',
          severity: worst,
          account,
          key: `findings ${account} ${check} ${first} ${now.toISOString()}`,
        },
        title: count === 1 ? `Finding: ${title}` : `${count} findings: ${title}`,
        body: [why, ...some, ...rest].join('\n'),
        path: links.findings({ account, check }),
      })
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
