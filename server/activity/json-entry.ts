import { sql } from '#server/platform/sql.ts'

/** An entry `a` with its seal `s` as exports and targets write it: one JSON object a line, in the words of the API. */
export const jsonEntry = sql`s.position, a.id::text as id,
  to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, a.actor_id as "actorId",
  a.actor_name as "actorName", a.actor_role as "actorRole", a.session_id as "sessionId", a.token_id as "tokenId",
  a.ip_address as "ipAddress", a.action, a.subject,
  case when a.object_id is null then null
    else json_build_object('kind', a.object_kind, 'id', a.object_id, 'name', a.object_name) end as object,
  a.reason, a.result, a.before, a.after, a.detail, encode(s.previous_hash, 'hex') as "previousHash",
  encode(s.hash, 'hex') as hash`
