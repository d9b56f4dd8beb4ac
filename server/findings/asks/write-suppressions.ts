import type pg from 'pg'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { identifierOf, type ResourceIdentifier } from '../audits/identifier.ts'
import { auditCheckOf } from '../audits/ours.ts'

/** What it takes to write one, of all that AWS offers. Creating what is there and deleting what is not succeed. */
type Writer = {
  createSuppression(suppression: {
    check: string
    resource: ResourceIdentifier
    expiresAt: Date | null
    description: string
    token: string
  }): Promise<unknown>
  deleteSuppression(suppression: { check: string; resource: ResourceIdentifier }): Promise<unknown>
}

type Wanted = {
  id: string
  account: number | null
  check: string | null
  kind: string | null
  subject: string | null
  why: string
  by: string
  expiresAt: Date | null
  /** Otherwise it is to be taken away. */
  create: boolean
}

/** A refusal of ours: AWS was not asked. */
class CannotWrite extends Error {
  override name = 'CannotWrite'
}

const longestDescription = 1000

/** Copies of suppressions in AWS: those that are wanted there, and those that were written and are over here. */
export const suppressionCopies = {
  repeatable: true,
  operation: 'CreateAuditSuppression',

  async next(pool: pg.Pool): Promise<Wanted | null> {
    await pool.query(
      `UPDATE finding_suppressions SET in_aws = 'no' WHERE in_aws = 'wanted' AND state IN ('rejected', 'ended', 'expired')`,
    )
    const { rows } = await pool.query<Wanted>(
      `UPDATE finding_suppressions SET aws_tried_at = now() WHERE id = (
         SELECT id FROM finding_suppressions
         WHERE (in_aws = 'wanted' AND state = 'active' OR in_aws = 'written' AND state IN ('ended', 'expired'))
           AND (aws_tried_at IS NULL OR in_aws = 'written' AND aws_error IS NULL OR aws_tried_at < now() - interval '1 minute')
         ORDER BY aws_tried_at NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id::text AS id, account_id AS account, check_id AS check, subject_kind AS kind, subject, why, by_name AS by,
         expires_at AS "expiresAt", in_aws = 'wanted' AS create`,
    )
    return rows[0] ?? null
  },

  /** Throws CannotWrite for what Device Defender has no suppression for: it takes one check on one resource. */
  async send(aws: Writer, wanted: Wanted, pool: pg.Pool): Promise<string> {
    const { account, check, kind, subject } = wanted
    if (account === null || check === null || kind === null || subject === null || subject.includes('*')) {
      throw new CannotWrite('Device Defender suppresses one check on one resource of one account; this covers more.')
    }
    const name = auditCheckOf(check)
    if (!name) throw new CannotWrite('Device Defender has no check like this one.')
    const resource = await identifierOf(pool, { account, check: name, kind, subject })
    if (!resource) throw new CannotWrite('Device Defender has no name for this resource.')
    const description = `${wanted.why} (${wanted.by}, suppression ${wanted.id})`.slice(0, longestDescription)
    if (wanted.create) {
      const token = `fleetwarden-suppression-${wanted.id}`
      await aws.createSuppression({ check: name, resource, expiresAt: wanted.expiresAt, description, token })
    } else await aws.deleteSuppression({ check: name, resource })
    return wanted.create ? 'written' : 'no'
  },

  async settle(pool: pg.Pool, wanted: Wanted, outcome: { done: string } | { failed: string }): Promise<void> {
    const { id, account, create } = wanted
    await inTransaction(pool, async (tx) => {
      const error = 'failed' in outcome ? outcome.failed : null
      await tx.query(
        `UPDATE finding_suppressions SET in_aws = $2, aws_error = $3, aws_gone_at = CASE WHEN $4 THEN now() END WHERE id = $1`,
        [id, 'done' in outcome ? outcome.done : 'failed', error, !create && error === null],
      )
      const action = create ? 'finding.suppression-written' : 'finding.suppression-deleted'
      const ended = error === null ? {} : { result: 'failed' as const, detail: { error } }
      const object = { kind: 'suppression', id, name: `Suppression ${id}` }
      await recordMany(tx, { actor: null, ipAddress: null }, [{ action, object, ...ended }])
      if (account !== null) await tell(tx, { type: 'findings', account })
    })
  },
}
