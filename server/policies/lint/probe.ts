import { arnPrefix } from '../evaluate/connection.ts'
import { applies, decide } from '../evaluate/decide.ts'
import type { Statement } from '../evaluate/document.ts'
import type { LookUp } from '../evaluate/pattern.ts'

/** A device that a policy is tried out with, and one that it should have nothing to do with. */
const self = 'fleetwarden-probe-self'
export const other = 'another-device-than-the-probe'

type Place = { awsAccountId: string; region: string }
export type Attempt = { action: string; resource: string; clientId?: string }

/** What one resource of one statement lets the probe do that is another device's. */
export type Trespass = { statement: Statement; resource: string; at: number; conditional: boolean }

/**
 * The statements that let one device do something to another, resource by resource, when the policy as a whole allows it:
 * what a Deny of the same policy takes back is not found. `conditional` when it hangs on something known at connect only.
 */
export function trespasses(statements: readonly Statement[], attempts: readonly Attempt[], place: Place): Trespass[] {
  const found = new Map<string, Trespass>()
  for (const { action, resource, clientId = self } of attempts) {
    const access = { action, resource: `${arnPrefix(place)}${resource}`, lookUp: variables(clientId) }
    const { verdict, by } = decide(statements, access)
    if (verdict !== 'allowed' && verdict !== 'unknown') continue
    for (const statement of by) {
      // What IAM's grammar says of an odd one is told by other rules.
      if (statement.odd !== null || statement.effect === 'Deny') continue
      for (const [at, one] of statement.resources.entries()) {
        const how = applies({ ...statement, resources: [one] }, access)
        if (how === 'no') continue
        const key = `${statement.index} ${at}`
        const conditional = how === 'unknown' || verdict === 'unknown'
        const known = found.get(key)
        if (!known) found.set(key, { statement, resource: one, at, conditional })
        else if (!conditional) known.conditional = false
      }
    }
  }
  return [...found.values()]
}

/** The variables of the probe: its own values, which no other device has. */
function variables(clientId: string): LookUp {
  return (variable) => {
    if (variable === 'iot:ClientId') return clientId
    if (variable === 'iot:Connection.Thing.IsAttached') return String(clientId === self)
    if (variable === 'iot:Connection.Thing.ThingName') return clientId === self ? self : null
    if (/^iot:(Connection\.Thing|Certificate)\./.test(variable)) return `${self}:${variable}`
    // What depends on the network is not known; a name that AWS IoT does not have never has a value.
    return /^iot:(?!SourceIp$|DomainName$)/.test(variable) ? null : undefined
  }
}
