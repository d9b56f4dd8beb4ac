import type { VerificationState, Violation } from '#contract/behaviours.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readViolation } from '../queries/violations.ts'

type Input = { id: string; verification: VerificationState; note?: string | undefined }

/**
 * Says whether an alarm was right. What was said to be no harm is believed: for 30 days the same alarm of the same device
 * is recorded and told nobody. Throws a Refusal for Detect's own, whose verdicts are AWS's to keep.
 */
export async function verifyViolation(context: Context, { id, verification, note }: Input): Promise<Violation> {
  const attempted = {
    action: 'violation.verified',
    object: { kind: 'violation', id },
    reason: note ?? null,
    after: { verification },
  }
  return attempt(context, attempted, async (client, actor) => {
    const before = await readViolation(client, id)
    if (before.source === 'detect')
      throw new Refusal('conflict', 'It is Detect’s own: mark it there, and it is read back.')
    await client.query(
      'update violations set verification = $2, verified_by = $3, verification_note = $4 where id = $1',
      [id, verification, actor.name, note ?? null],
    )
    const object = { kind: 'violation', id, name: `${before.device}, ${before.behaviour}` }
    await recordMany(client, context, [{ ...attempted, object, before: { verification: before.verification } }])
    await tell(client, { type: 'findings', account: before.account })
    return readViolation(client, id)
  })
}
