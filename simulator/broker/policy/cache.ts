import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { currentStatements, thingOf } from './client.ts'
import type { Statement } from './statements.ts'

interface Kept {
  statements: Statement[]
  until: number
}

/**
 * What certificates may do, as it was when last looked up: a change of policies, attachments or groups is noticed late, and
 * not by everybody at once. Real time counts, not the simulator's clock.
 */
export class PolicyCache {
  // By the thing that the client is, as its groups count; undefined for a client that is none.
  readonly #kept = new Map<Certificate, Map<string | undefined, Kept>>()

  constructor(
    readonly fleet: Fleet,
    readonly keptMs: number,
  ) {}

  statements(certificate: Certificate, clientId: string): Statement[] {
    if (this.keptMs === 0) return currentStatements(this.fleet, certificate, clientId)
    const now = performance.now()
    const thing = thingOf(this.fleet, certificate, clientId)?.name
    const kept = this.#kept.get(certificate) ?? new Map<string | undefined, Kept>()
    const known = kept.get(thing)
    if (known && now < known.until) return known.statements
    const statements = currentStatements(this.fleet, certificate, clientId)
    this.#kept.set(certificate, kept.set(thing, { statements, until: now + this.keptMs }))
    return statements
  }
}
