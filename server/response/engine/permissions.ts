import type { AwsFailure } from '#server/aws/failure.ts'
import type { Sql } from '#server/platform/db.ts'

/** What AWS allowed and denied in a turn, to be stored with the results: asking beforehand is not possible. */
export class Permissions {
  readonly #seen = new Map<string, boolean>()
  readonly #stored = new Map<string, boolean>()

  allowed(actions: readonly string[]): void {
    for (const action of actions) if (!this.#seen.has(action)) this.#seen.set(action, true)
  }

  denied({ kind, details }: AwsFailure): void {
    if (kind === 'denied' && details.action) this.#seen.set(details.action, false)
  }

  async store(sql: Sql, account: number): Promise<void> {
    const fresh = [...this.#seen].filter(([action, allowed]) => this.#stored.get(action) !== allowed)
    this.#seen.clear()
    if (fresh.length === 0) return
    await sql.query(
      `INSERT INTO responder_permissions (account_id, action, allowed, at)
       SELECT $1, p.action, p.allowed, now() FROM unnest($2::text[], $3::bool[]) p (action, allowed) ORDER BY p.action
       ON CONFLICT (account_id, action) DO UPDATE SET allowed = excluded.allowed, at = excluded.at`,
      [account, fresh.map(([action]) => action), fresh.map(([, allowed]) => allowed)],
    )
    for (const [action, allowed] of fresh) this.#stored.set(action, allowed)
  }
}
