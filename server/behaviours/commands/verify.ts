import type { VerificationState, Violation } from '#contract/behaviours.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import { askVerdict } from '#server/findings/commands/ask-verdict.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { readViolation } from '../queries/violations.ts'

type Input = { id: string; verification: VerificationState; note?: string | undefined }

/**
 * Says whether an alarm was right. What was said to be no harm is believed: for 30 days the same alarm of the same device
 * is recorded and told nobody. Verdicts on Detect's own are AWS's to keep: the worker tells it, and reads them back.
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
    if (before.source === 'detect') {
      const verdict = { account: before.account, violation: id, verification, note: note ?? null }
      await askVerdict(client, actor, verdict, context.now)
    } else {
      await client.query(
        'update violations set verification = $2, verified_by = $3, verification_note = $4 where id = $1',
        [id, verification, actor.name, note ?? null],
      )
    }
    const object = { kind: 'violation', id, name: `${before.device}, ${before.behaviour}` }
    await recordMany(client, context, [{ ...attempted, object, before: { verification: before.verification } }])
    await tell(client, { type: 'findings', account: before.account })
    return readViolation(client, id)
  })
}
