import type { Attestation, ControlAnswer, ControlResult, Framework } from '#contract/reports.ts'
import type { FrameworkId } from '#generated/frameworks.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Control } from '../control.ts'
import { type AttestationRow, attestationColumns, attestationTables, toAttestation } from '../facts/attestations.ts'
import { loadRecentFacts } from '../facts/load.ts'
import { controlsById, frameworksById, judgeAll, judgeControl, tally } from '../judge.ts'

type Of = { account?: number | undefined }

/** Every control and its answer now, rule by rule. Throws a Refusal for a framework that is not there. */
export async function listControls(
  context: Context,
  { framework, account, answer }: Of & { framework?: string | undefined; answer?: ControlAnswer | undefined },
): Promise<ControlResult[]> {
  if (framework !== undefined) requireFramework(framework)
  const results = judgeAll(await factsNow(context, account))
  return results
    .filter((one) => framework === undefined || one.clauses.some((clause) => clause.framework === framework))
    .filter((one) => answer === undefined || one.answer === answer)
}

/** Each framework with how many of its controls give which answer. */
export async function listFrameworks(context: Context, { account }: Of): Promise<Framework[]> {
  const results = judgeAll(await factsNow(context, account))
  return Object.entries(frameworksById).map(([id, { title, edition, clauses }]) => {
    const own = ofFramework(results, id)
    return {
      ...{ id, title, edition, controls: own.length, answers: tally(own), factsAt: oldestFacts(own) },
      clauses: Object.entries(clauses).map(([clause, said]) => ({ id: clause, ...said })),
    }
  })
}

/** One control with its attestations, newest first. Throws a Refusal when it is not there. */
export async function getControl(
  context: Context,
  { control: id, account }: Of & { control: string },
): Promise<ControlResult & { attestations: Attestation[]; about: string }> {
  const control = requireControl(id)
  const { rows } = await context.database.pool.query<AttestationRow>(
    `select ${attestationColumns} from ${attestationTables}
     where a.control_id = $1 and ($2::int is null or a.account_id is null or a.account_id = $2) order by a.id desc limit 100`,
    [id, account ?? null],
  )
  const result = judgeControl(id, control, await factsNow(context, account))
  return { ...result, about: control.about, attestations: rows.map((row) => toAttestation(row, context.now)) }
}

function oldestFacts(results: readonly Pick<ControlResult, 'factsAt'>[]): string | null {
  const ages = results.flatMap(({ factsAt }) => (factsAt ? [factsAt] : []))
  return ages.sort()[0] ?? null
}

/** Those of the results that a framework's clauses are mapped to; null: all. */
export const ofFramework = <Result extends Pick<ControlResult, 'clauses'>>(
  results: readonly Result[],
  framework: string | null,
): Result[] => results.filter((one) => framework === null || one.clauses.some((each) => each.framework === framework))

/** A control by its id. Throws a Refusal when it is not there. */
export function requireControl(id: string): Control {
  const all: Readonly<Record<string, Control>> = controlsById
  const found = Object.hasOwn(all, id) ? all[id] : undefined
  if (!found) throw new Refusal('not-found', 'There is no such control.')
  return found
}

/** Throws a Refusal for a framework that is not there. */
export function requireFramework(id: string): asserts id is FrameworkId {
  if (!Object.hasOwn(frameworksById, id)) throw new Refusal('invalid', 'There is no such framework.')
}

async function factsNow(context: Context, account: number | undefined) {
  const { database, now } = context
  if (account !== undefined) {
    const { rowCount } = await database.pool.query('select from aws_accounts where id = $1', [account])
    if (!rowCount) throw new Refusal('not-found', 'There is no such account.')
  }
  return loadRecentFacts(database.pool, { accounts: await accountsInScope(context, account), groups: [], now })
}
