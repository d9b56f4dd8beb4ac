import { type Fragment, sql } from '#server/platform/sql.ts'

/**
 * What a seal's hash covers: every column of the entry `a`, as text that no other entry has. The same as the database's
 * own `activity_content`, written out, so that verifying does not rely on a function somebody may have replaced.
 */
export const sealedContent: Fragment = sql`jsonb_build_array(1, a.id, (extract(epoch from a.at) * 1000)::bigint, a.actor_id,
  a.actor_name, a.actor_role, a.session_id, a.token_id, a.ip_address, a.action, a.subject, a.object_kind, a.object_id,
  a.object_name, a.reason, a.result, a.before, a.after, a.detail)::text`

/** The hash that the seal of entry `a` must have, given the `previous_hash` of seal `s`. */
export const expectedHash: Fragment = sql`sha256(s.previous_hash || convert_to(${sealedContent}, 'UTF8'))`
