import { severity } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { lintPolicy } from '../lint/lint.ts'
import type { PolicyFacts } from '../lint/rule.ts'
import type { Crossing } from '../reach/crossings.ts'
import { policyFacts } from './policy-facts.ts'

/** Policies to lint: by row id, with the one thing that has it, and what was measured of it. */
export type ToLint = { id: string; own: string | null; crossings: Crossing[] }
type Result = { lints: number; worst: number | null }

const mostKept = 10_000

/** Counts what the linter says of policies. Policies that differ in nothing but the name of their one thing are judged once. */
export class PolicyLinter {
  readonly #kept = new Map<string, Result>()

  constructor(
    readonly sql: Sql,
    readonly account: number,
  ) {}

  /** Judges these policies and keeps how many points there are and how bad the worst is. */
  async lint(policies: ToLint[], now: Date): Promise<void> {
    const facts = new Map(
      (
        await policyFacts(
          this.sql,
          this.account,
          policies.map(({ id }) => id),
        )
      ).map((one) => [one.id, one]),
    )
    const rows = policies.flatMap(({ id, own, crossings }) => {
      const known = facts.get(id)
      if (!known) return []
      const { id: _, ...rest } = known
      return [{ id, crossings, ...this.#judge({ ...rest, crossings }, own) }]
    })
    await this.sql.query(
      `insert into policy_lints (policy_row_id, account_id, lints, worst, crossings, at)
       select r.id, $1, r.lints, r.worst, r.crossings, $2
       from unnest($3::bigint[], $4::int[], $5::smallint[], $6::jsonb[]) r(id, lints, worst, crossings)
       join policies p on p.id = r.id
       on conflict (policy_row_id) do update set lints = excluded.lints, worst = excluded.worst,
         crossings = excluded.crossings, at = excluded.at`,
      [
        this.account,
        now,
        rows.map(({ id }) => id),
        rows.map(({ lints }) => lints),
        rows.map(({ worst }) => worst),
        rows.map(({ crossings }) => JSON.stringify(crossings)),
      ],
    )
  }

  #judge(facts: PolicyFacts, own: string | null): Result {
    // The size may differ with the name; nothing else of what is counted does.
    const { name: _, ...rest } = facts
    const key = JSON.stringify(rest)
    const alike = own === null ? key : key.replaceAll(own, '\u0001'.repeat(own.length))
    const known = this.#kept.get(alike)
    if (known) return known
    const lints = lintPolicy(facts)
    const worst = Math.min(...lints.map((lint) => severity.options.indexOf(lint.severity)))
    const result = { lints: lints.length, worst: lints.length === 0 ? null : worst }
    if (this.#kept.size < mostKept) this.#kept.set(alike, result)
    return result
  }
}
