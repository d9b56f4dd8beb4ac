import { createHash } from 'node:crypto'
import { stableJson } from '#server/history/content-hash.ts'
import type { ActionPlan, TargetFacts } from '../action.ts'

/**
 * Names what a plan does to one target and who loses access by it. Nothing that comes and goes by itself is in it: not
 * who is connected, how old a fact is, or why something is left alone.
 */
export function targetDigest(target: Pick<TargetFacts, 'kind' | 'name' | 'identity'>, plan: ActionPlan): string {
  const { kind, name, identity } = target
  if (plan.skip !== null) return sha256(stableJson({ kind, name, skipped: true }))
  const shared = plan.shared.map((one) => ({ ...one, things: sorted(one.things) }))
  const clients = sorted(plan.clients)
  return sha256(stableJson({ kind, name, identity, steps: plan.steps, things: sorted(plan.things), clients, shared }))
}

/** Names a run's plan as a whole: the digests of its targets, in their order. */
export class RunDigest {
  readonly #hash = createHash('sha256')

  constructor(run: { action: string; undoOf: string | null }) {
    this.#hash.update(stableJson([run.action, run.undoOf]))
  }

  add(n: number, digest: string): void {
    this.#hash.update(`\n${n} ${digest}`)
  }

  /** Ends it. */
  finish(): string {
    return this.#hash.digest('hex')
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const sorted = (names: readonly string[]) => [...names].sort()
