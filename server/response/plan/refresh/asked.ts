import type { Sql } from '#server/platform/db.ts'
import { callFailure } from '../../failure.ts'

/** A kind of fact, as a warning names it when AWS does not tell it. */
export type Fact = 'things' | 'attachments' | 'statuses' | 'memberships' | 'sessions' | 'jobs' | 'policies' | 'groups'

const words: Record<Fact, string> = {
  things: 'whether it exists',
  attachments: 'which things use which certificate',
  statuses: 'the status of certificates',
  memberships: 'group memberships',
  sessions: 'who is connected',
  jobs: 'running jobs',
  policies: 'attached policies',
  groups: 'thing groups',
}

/** What AWS was asked for one plan: what it would not tell is remembered, so that nothing is made up in its place. */
export class Asked {
  readonly #allowed = new Set<string>()
  readonly #denied = new Map<string, { fact: Fact; action: string }>()
  readonly #failed = new Map<Fact, string>()

  /** `patient`: what AWS does not answer, because it is busy or out of reach, may stay as it was last collected. */
  constructor(readonly options: { patient: boolean } = { patient: true }) {}

  /**
   * Asks, as `action` allows. Undefined when AWS does not tell: then the fact stays as it was last collected, or unknown. What is denied
   * once is not asked again. Throws when there are no credentials, and what is a bug.
   */
  async ask<T>(fact: Fact, action: string, call: () => Promise<T>): Promise<T | undefined> {
    if (this.#denied.has(action)) return undefined
    try {
      const answer = await call()
      this.#allowed.add(action)
      return answer
    } catch (error) {
      const failure = callFailure(error)
      if (!failure || failure.kind === 'credentials') throw error
      if (!this.options.patient && (failure.kind === 'throttled' || failure.kind === 'transient')) throw error
      if (failure.kind === 'denied') this.#denied.set(action, { fact, action: failure.details.action ?? action })
      else this.#failed.set(fact, failure.message)
      return undefined
    }
  }

  warnings(): string[] {
    return [
      ...[...this.#denied.values()].map(
        ({ action, fact }) =>
          `AWS denies the responder ${action}, so ${words[fact]} may have changed since it was last collected.`,
      ),
      ...[...this.#failed].map(
        ([fact, message]) =>
          `AWS did not tell ${words[fact]} (${message.replace(/\.$/, '').slice(0, 200)}). It may have changed since it was last collected.`,
      ),
    ]
  }

  /** Keeps what AWS allowed and denied: there is no other way to know. */
  async storePermissions(sql: Sql, accountId: number): Promise<void> {
    const said = new Map([...this.#allowed].map((action) => [action, true]))
    for (const { action } of this.#denied.values()) said.set(action, false)
    if (said.size === 0) return
    await sql.query(
      `INSERT INTO responder_permissions (account_id, action, allowed, at)
       SELECT $1, p.action, p.allowed, now() FROM unnest($2::text[], $3::bool[]) p (action, allowed) ORDER BY p.action
       ON CONFLICT (account_id, action) DO UPDATE SET allowed = excluded.allowed, at = excluded.at`,
      [accountId, [...said.keys()], [...said.values()]],
    )
  }
}
