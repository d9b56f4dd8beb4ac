import type { Role } from '#contract/roles.ts'
import type { Actor } from '#server/platform/context.ts'
import type { Database } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { AuthSettings } from './auth.ts'
import { sessionLimits, touchSessionAfterS, touchTokenAfterS, weakerRole } from './rules.ts'
import { hashOf, openSignedCookie } from './secrets.ts'

/**
 * Who sends these headers: the person of an API token or of a session cookie, or null. A token that is sent counts
 * alone: when it is not good, a cookie beside it does not help.
 */
export async function identify(
  { pool }: Database,
  settings: AuthSettings,
  headers: Headers,
  now: Date,
): Promise<Actor | null> {
  const authorization = headers.get('authorization')
  if (authorization) {
    const token = /^Bearer (fw_[\w-]{43})$/i.exec(authorization)?.[1]
    return token ? byToken(pool, token, now) : null
  }
  const token = signedCookie(headers, settings, 'session_token')
  return token ? bySession(pool, token, now) : null
}

/** Throws a Refusal for whoever signed in with a password that somebody else knows. */
export function requireOwnPassword({ owesPassword }: Actor): void {
  if (!owesPassword) return
  throw new Refusal('password-owed', 'Choose a password of your own first. The one you signed in with is temporary.')
}

/** Who has given their password and owes a second factor, going by the cookie that says so; null when nobody has. */
export async function halfSignedIn(
  { pool }: Database,
  settings: AuthSettings,
  headers: Headers,
): Promise<Actor | null> {
  const identifier = signedCookie(headers, settings, 'two_factor')
  if (!identifier) return null
  const { rows } = await pool.query<Person>(
    `select u.id, u.name, u.email, u.role from verifications v join users u on u.id = v.value where v.identifier = $1`,
    [identifier],
  )
  return rows[0] ?? null
}

type Pool = Database['pool']
type Person = { id: string; name: string; email: string; role: Role }

async function bySession(pool: Pool, token: string, now: Date): Promise<Actor | null> {
  const { rows } = await pool.query<Person & { session_id: string; stale: boolean; owes: boolean }>({
    name: 'session-of',
    text: `select u.id, u.name, u.email, u.role, s.id as session_id, s.updated_at < $3 as stale,
        u.temporary_password_until is not null as owes
      from sessions s join users u on u.id = s.user_id
      where s.token = $1 and s.expires_at > $2 and s.updated_at > $4 and not u.banned
        and (u.temporary_password_until is null or u.temporary_password_until > $2)`,
    values: [token, now, before(now, touchSessionAfterS), before(now, sessionLimits.idleS)],
  })
  const row = rows[0]
  if (!row) return null
  const { session_id: sessionId, stale, owes, ...person } = row
  if (stale) {
    // A page asks for many things at once: the first of them writes, the others find it written.
    await pool.query('update sessions set updated_at = $2 where id = $1 and updated_at < $3', [
      ...[sessionId, now],
      before(now, touchSessionAfterS),
    ])
  }
  return { ...person, sessionId, ...(owes && { owesPassword: true }) }
}

async function byToken(pool: Pool, token: string, now: Date): Promise<Actor | null> {
  const { rows } = await pool.query<Person & { token_id: string; token_role: Role; stale: boolean }>({
    name: 'token-of',
    text: `select u.id, u.name, u.email, u.role, t.id as token_id, t.role as token_role,
        coalesce(t.last_used_at < $3, true) as stale
      from api_tokens t join users u on u.id = t.user_id
      where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2) and not u.banned`,
    values: [hashOf(token), now, before(now, touchTokenAfterS)],
  })
  const row = rows[0]
  if (!row) return null
  const { token_id: tokenId, token_role: tokenRole, stale, ...person } = row
  if (stale) await pool.query('update api_tokens set last_used_at = $2 where id = $1', [tokenId, now])
  return { ...person, role: weakerRole(tokenRole, person.role), tokenId }
}

function signedCookie(headers: Headers, { secret, url }: AuthSettings, which: string): string | null {
  const name = `${url.startsWith('https:') ? '__Secure-' : ''}fleetwarden.${which}=`
  const cookies = headers.get('cookie')?.split(/; */) ?? []
  const value = cookies.find((cookie) => cookie.startsWith(name))?.slice(name.length)
  return value ? openSignedCookie(decoded(value), secret) : null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

function before(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000)
}
