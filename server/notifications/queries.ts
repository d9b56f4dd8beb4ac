import type { Channel, Delivery, NotificationRule } from '#contract/notifications.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { decodeCursor, rowIdIn, toPage } from '#server/platform/keyset.ts'
import { type ChannelRow, channelColumns, toChannel } from './channel.ts'
import { sealFromEnvironment } from './seal.ts'

/** Where messages go, by name. */
export async function listChannels({ database: { pool } }: Context): Promise<Channel[]> {
  const { rows } = await pool.query<ChannelRow>(`select ${channelColumns} from notification_channels order by name, id`)
  const seal = sealFromEnvironment()
  return rows.map((row) => toChannel(row, seal))
}

/** A rule that is stored. */
export type RuleRow = NotificationRule & { id: string }

/** A rule's columns in the contract's names. */
export const ruleColumns = `id::text, channel_id::text as channel, name, about, min_severity as "minSeverity", causes,
  accounts, drills, group_minutes as "groupMinutes", quiet_from as "quietFrom", quiet_to as "quietTo", enabled`

/** What is sent where, in the order it was added. */
export async function listRules({ database: { pool } }: Context): Promise<RuleRow[]> {
  const { rows } = await pool.query<RuleRow>(`select ${ruleColumns} from notification_rules order by id`)
  return rows
}

export type DeliveryRow = Omit<Delivery, 'createdAt' | 'sentAt' | 'nextAt'> & {
  createdAt: Date
  sentAt: Date | null
  nextAt: Date | null
}

const deliveries = `select d.id::text, c.name as channel, d.subject, d.state, d.attempts, d.created_at as "createdAt",
    d.sent_at as "sentAt", d.next_at as "nextAt", d.error
  from deliveries d join notification_channels c on c.id = d.channel_id`

export function toDelivery({ createdAt, sentAt, nextAt, ...row }: DeliveryRow): Delivery {
  const text = (at: Date | null) => at?.toISOString() ?? null
  return { ...row, createdAt: createdAt.toISOString(), sentAt: text(sentAt), nextAt: text(nextAt) }
}

export async function deliveryById(sql: Sql, id: string): Promise<DeliveryRow | undefined> {
  const { rows } = await sql.query<DeliveryRow>(`${deliveries} where d.id = $1`, [id])
  return rows[0]
}

/** What was sent or waits, newest first. */
export async function listDeliveries(
  { database: { pool } }: Context,
  { cursor, limit = 100 }: { cursor?: string | undefined; limit?: number | undefined },
) {
  const after = decodeCursor(cursor, 1)
  const { rows } = await pool.query<DeliveryRow>(
    `${deliveries} where $1::bigint is null or d.id < $1 order by d.id desc limit $2`,
    [after ? rowIdIn(after[0]) : null, limit + 1],
  )
  return toPage(rows, limit, toDelivery, ({ id }) => [id])
}
