import type { PlanSummary, TargetPlan } from '#contract/response.ts'

const mostCertificates = 100
const mostUsers = 10

/** The certificates that a plan's targets share with other things, each once, while the targets come in. */
export class SharedCertificates {
  readonly #users = new Map<string, Set<string>>()
  readonly #included = new Set<string>()

  add(shared: TargetPlan['shared']): void {
    for (const { certificateId, things, included } of shared) {
      const users = this.#users.get(certificateId) ?? new Set()
      for (const thing of things) users.add(thing)
      this.#users.set(certificateId, users)
      if (included) this.#included.add(certificateId)
    }
  }

  /** How many lose access with the plan. */
  get included(): number {
    return this.#included.size
  }

  /** As the plan as a whole shows them, in an order that choosing one does not change. */
  shown(): PlanSummary['shared'] {
    const all = [...this.#users].sort(([a], [b]) => (a < b ? -1 : 1))
    const first = all.slice(0, mostCertificates).map(([certificateId, users]) => ({
      certificateId,
      things: [...users].sort().slice(0, mostUsers),
      users: users.size,
      included: this.#included.has(certificateId),
    }))
    return { total: all.length, first }
  }
}
