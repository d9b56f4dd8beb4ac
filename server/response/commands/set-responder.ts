import type { Responder } from '#contract/response-settings.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readResponder } from '../queries/responders.ts'

type Change = {
  account: number
  responderRoleArn?: string | null | undefined
  responderExternalId?: string | null | undefined
  quarantineGroup?: string | undefined
  quarantinePolicy?: string | undefined
  stopTopic?: string | null | undefined
  stopPayload?: string | null | undefined
}

/** Changes how actions reach an account. What was known of its quarantine and permissions is known no longer then. */
export async function setResponder(context: Context, { account, ...change }: Change): Promise<Responder> {
  return inTransaction(context.database.pool, async (client) => {
    const { rows } = await client.query<{ aws_account_id: string; region: string }>(
      'select aws_account_id, region from aws_accounts where id = $1 for no key update',
      [account],
    )
    const [known] = rows
    if (!known) throw new Refusal('not-found', 'There is no such account.')
    await client.query('insert into responders (account_id) values ($1) on conflict (account_id) do nothing', [account])
    const before = await readResponder(client, account)
    await client.query(
      `update responders set role_arn = case when $2 then $3 else role_arn end,
         external_id = case when $4 then $5 else external_id end, quarantine_group = coalesce($6, quarantine_group),
         quarantine_policy = coalesce($7, quarantine_policy), stop_topic = case when $8 then $9 else stop_topic end,
         stop_payload = case when $10 then $11 else stop_payload end where account_id = $1`,
      [account, ...given(change)],
    )
    const after = await readResponder(client, account)
    if (!before || !after) throw new Error('The responder was not written')
    if (reaches(before) !== reaches(after) || change.responderExternalId !== undefined) {
      await client.query('delete from responder_permissions where account_id = $1', [account])
      await client.query(
        `update responders set quarantine = 'unknown', quarantine_read_at = null where account_id = $1`,
        [account],
      )
    }
    // An external id is half of a secret: the trail says that it changed, not to what.
    const { responderExternalId: externalId } = change
    const detail = externalId === undefined ? {} : { externalId: externalId ? 'changed' : 'removed' }
    await recordMany(client, context, [
      {
        action: 'response.responder-changed',
        object: { kind: 'account', id: `${known.aws_account_id}/${known.region}`, name: known.aws_account_id },
        before: settable(before),
        after: settable(after),
        detail,
      },
    ])
    await tell(client, { type: 'wake' })
    const shown = await readResponder(client, account)
    return shown ?? after
  })
}

function given({ responderRoleArn: role, responderExternalId: external, ...change }: Omit<Change, 'account'>) {
  const { quarantineGroup, quarantinePolicy, stopTopic, stopPayload } = change
  return [
    role !== undefined,
    role ?? null,
    external !== undefined,
    external ?? null,
    quarantineGroup ?? null,
    quarantinePolicy ?? null,
    stopTopic !== undefined,
    stopTopic ?? null,
    stopPayload !== undefined,
    stopPayload ?? null,
  ]
}

const reaches = ({ responderRoleArn, quarantineGroup, quarantinePolicy }: Responder) =>
  [responderRoleArn, quarantineGroup, quarantinePolicy].join(' ')

const settable = ({ responderRoleArn, quarantineGroup, quarantinePolicy, stopTopic, stopPayload }: Responder) => ({
  responderRoleArn,
  quarantineGroup,
  quarantinePolicy,
  stopTopic,
  stopPayload,
})
