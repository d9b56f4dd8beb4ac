import type { NotificationRule } from '#contract/notifications.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { tell } from '#server/platform/events.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type RuleRow, ruleColumns } from '../queries.ts'
import { lockChannel, possibleId } from './rows.ts'

const noSuchRule = () => new Refusal('not-found', 'There is no such rule.')
const ruleObject = (id: string, name: string) => ({ kind: 'notification-rule', id, name })

/** Adds a rule, or changes the one whose id is given. Throws a Refusal for a channel or a rule that is not there. */
export async function saveRule(context: Context, rule: NotificationRule): Promise<RuleRow> {
  if ((rule.quietFrom === null) !== (rule.quietTo === null))
    throw new Refusal('invalid', 'Quiet hours have a beginning and an end.')
  const action = rule.id === undefined ? 'notification.rule-added' : 'notification.rule-changed'
  return attempt(context, { action, subject: rule.name }, async (tx) => {
    const channel = await lockChannel(tx, rule.channel)
    const before = rule.id === undefined ? null : await lockRule(tx, rule.id)
    const values = [
      ...[rule.channel, rule.name, rule.about, rule.minSeverity, rule.causes, rule.accounts, rule.drills],
      ...[rule.groupMinutes, rule.quietFrom, rule.quietTo, rule.enabled],
    ]
    const { rows } = await tx.query<RuleRow>(
      before === null
        ? `insert into notification_rules (channel_id, name, about, min_severity, causes, accounts, drills, group_minutes,
             quiet_from, quiet_to, enabled) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${ruleColumns}`
        : `update notification_rules set channel_id = $1, name = $2, about = $3, min_severity = $4, causes = $5, accounts = $6,
             drills = $7, group_minutes = $8, quiet_from = $9, quiet_to = $10, enabled = $11 where id = $12
           returning ${ruleColumns}`,
      before === null ? values : [...values, before.id],
    )
    const after = rows[0] as RuleRow
    const detail = { channel: channel.name }
    await recordMany(tx, context, [{ action, object: ruleObject(after.id, after.name), before, after, detail }])
    await tell(tx, { type: 'notifications' })
    return after
  })
}

/** Removes a rule. What waits to be sent by it is sent all the same. */
export async function removeRule(context: Context, { id }: { id: string }): Promise<void> {
  const action = 'notification.rule-removed'
  return attempt(context, { action, subject: id }, async (tx) => {
    const before = await lockRule(tx, id)
    await tx.query('delete from notification_rules where id = $1', [id])
    await recordMany(tx, context, [{ action, object: ruleObject(id, before.name), before }])
    await tell(tx, { type: 'notifications' })
  })
}

type Connection = Parameters<Parameters<typeof attempt>[2]>[0]

async function lockRule(tx: Connection, id: string): Promise<RuleRow> {
  const { rows } = await tx.query<RuleRow>(`select ${ruleColumns} from notification_rules where id = $1 for update`, [
    possibleId(id, 'rule'),
  ])
  if (!rows[0]) throw noSuchRule()
  return rows[0]
}
