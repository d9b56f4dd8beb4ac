import type { Database } from '#server/platform/db.ts'

/**
 * Remembers the password a sign-in with this address is about to be judged by. `endedIfChanged` ends the session that came
 * of it when the password is another by then: the change signed out those it saw, and could not see this one.
 */
export async function watchPassword({ pool }: Database, email: string) {
  const before = await pool.query<{ password: string }>(
    `select l.password from logins l join users u on u.id = l.user_id where u.email = $1 and l.provider_id = 'credential'`,
    [email.toLowerCase()],
  )
  return {
    async endedIfChanged(token: string): Promise<boolean> {
      // The lock waits for a change that is being written.
      const after = await pool.query<{ password: string }>(
        `select l.password from logins l join sessions s on s.user_id = l.user_id
         where s.token = $1 and l.provider_id = 'credential' for share of l`,
        [token],
      )
      if (after.rows[0]?.password === before.rows[0]?.password) return false
      await pool.query('delete from sessions where token = $1', [token])
      return true
    },
  }
}
