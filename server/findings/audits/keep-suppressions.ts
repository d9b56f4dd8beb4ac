import { recordMany } from '#server/activity/record.ts'
import type { Observation } from '#server/history/observation.ts'
import { announce } from '../commands/on-findings.ts'
import { hide, show } from '../suppressions/apply.ts'
import { targetsOf } from './ours.ts'
import { nameOf, type Resource } from './resource.ts'

/** A suppression of Device Defender's own: one check on one resource. */
export type AwsSuppression = { check: string; resource: Resource; expiresAt: Date | null; description: string | null }

type Kept = {
  id: string
  in_aws: string
  check_id: string
  subject_kind: string
  subject: string
  expires_at: Date | null
  why: string
}

const aws = { id: 'aws', name: 'AWS IoT' }
const isFrom = { actor: null, ipAddress: null, name: aws.name }

/**
 * Makes AWS's own suppressions hide here what they hide there, as decisions of nobody we know; those that AWS has no
 * longer are over. One that was written from here is not listed twice; when AWS has lost it, it says so.
 */
export async function recordAwsSuppressions(
  { tx, account }: Pick<Observation, 'tx' | 'account'>,
  told: readonly AwsSuppression[],
): Promise<void> {
  const now = new Date()
  const { rows: kept } = await tx.query<Kept>(
    `SELECT id::text AS id, in_aws, check_id, subject_kind, subject, expires_at, why FROM finding_suppressions
     WHERE account_id = $1 AND state = 'active' AND in_aws <> 'no' AND check_id IS NOT NULL AND subject IS NOT NULL FOR UPDATE`,
    [account.id],
  )
  const wanted = new Map(
    told.flatMap(({ check, resource, expiresAt, description }) => {
      const { kind, name } = nameOf(resource)
      const why = description?.trim() || 'Suppressed in AWS IoT Device Defender, without a reason.'
      return targetsOf(check).map(
        ({ id }) => [keyOf(id, name), { check: id, kind, subject: name, expiresAt, why }] as const,
      )
    }),
  )
  const known = new Set(kept.map((one) => keyOf(one.check_id, one.subject)))
  const over = kept.filter((one) => one.in_aws === 'read' && !wanted.has(keyOf(one.check_id, one.subject)))
  const fresh = [...wanted].filter(([key]) => !known.has(key)).map(([, one]) => one)
  const touched: number[] = []

  for (const { id } of over) {
    await tx.query(`UPDATE finding_suppressions SET state = 'ended' WHERE id = $1`, [id])
    touched.push(...(await show(tx, id, now)).map(({ account_id }) => account_id))
  }
  for (const one of fresh) {
    const id = await insert(tx, account.id, one, now)
    touched.push(...(await hide(tx, id, now)).map(({ account_id }) => account_id))
  }
  for (const one of kept) {
    const said = wanted.get(keyOf(one.check_id, one.subject))
    if (
      one.in_aws === 'read' &&
      said &&
      (one.why !== said.why || one.expires_at?.getTime() !== said.expiresAt?.getTime())
    )
      await tx.query('UPDATE finding_suppressions SET why = $2, expires_at = $3 WHERE id = $1', [
        one.id,
        said.why,
        said.expiresAt,
      ])
    if (one.in_aws === 'written' && !said) await lost(tx, one.id)
  }
  await recordMany(tx, isFrom, [
    ...fresh.map((one) => happening('finding.suppressed-in-aws', one.check, one.subject, one.why)),
    ...over.map((one) => happening('finding.suppression-ended-in-aws', one.check_id, one.subject, one.why)),
  ])
  await announce(tx, touched)
}

const keyOf = (check: string, subject: string) => `${check}\0${subject}`

const happening = (action: string, check: string, subject: string, why: string) => ({
  action,
  subject: `${check} ${subject}`,
  detail: { check, resource: subject, why },
})

type Fresh = { check: string; kind: string; subject: string; expiresAt: Date | null; why: string }

async function insert(tx: Observation['tx'], account: number, one: Fresh, now: Date): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO finding_suppressions (account_id, check_id, subject_kind, subject, why, owner_id, owner_name, by_id, by_name,
       at, state, expires_at, in_aws)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $7, $8, 'active', $9, 'read') RETURNING id::text AS id`,
    [account, one.check, one.kind, one.subject, one.why, aws.id, aws.name, now, one.expiresAt],
  )
  const [row] = rows
  if (!row) throw new Error('The suppression was not written')
  return row.id
}

async function lost(tx: Observation['tx'], id: string): Promise<void> {
  // The list may have been read before it was written.
  await tx.query(
    `UPDATE finding_suppressions SET in_aws = 'failed', aws_error = 'Device Defender does not have it any more: it was deleted there.'
     WHERE id = $1 AND (aws_tried_at IS NULL OR aws_tried_at < now() - interval '5 minutes')`,
    [id],
  )
}
