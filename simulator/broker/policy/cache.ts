import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { currentStatements } from './client.ts'
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
  readonly #kept = new Map<Certificate, Kept>()

  constructor(
    readonly fleet: Fleet,
    readonly keptMs: number,
  ) {}

  statements(certificate: Certificate): Statement[] {
    if (this.keptMs === 0) return currentStatements(this.fleet, certificate)
    const now = performance.now()
    const known = this.#kept.get(certificate)
    if (known && now < known.until) return known.statements
    const statements = currentStatements(this.fleet, certificate)
    this.#kept.set(certificate, { statements, until: now + this.keptMs })
    return statements
  }
}
