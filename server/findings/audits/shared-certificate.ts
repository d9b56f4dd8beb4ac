import { nameOf, type Resource, timeOf } from './resource.ts'

type Session = { client: string; from: number; to: number }

/**
 * Two client IDs that a certificate was used by at the same time, as the audit's record of connections shows them. Null
 * when none overlap: AWS's own published example is one device that comes back within seconds, which shares nothing.
 */
export function overlapping(connections: readonly Resource[]): [string, string] | null {
  const sessions = connections.flatMap(sessionOf).sort((a, b) => a.from - b.from)
  let longest: Session | undefined
  let other: Session | undefined
  for (const session of sessions) {
    const before = longest?.client === session.client ? other : longest
    if (before && before.to > session.from) return [before.client, session.client]
    if (!longest || session.to >= longest.to) {
      if (longest && longest.client !== session.client) other = longest
      longest = session
    } else if (session.client !== longest.client && (!other || session.to > other.to)) other = session
  }
  return null
}

function sessionOf(resource: Resource): Session[] {
  const { kind, name } = nameOf(resource)
  const from = timeOf(resource.additionalInfo?.CONNECTION_TIME)
  if (kind !== 'client' || !from) return []
  // None: it is connected still.
  const to = timeOf(resource.additionalInfo?.DISCONNECTION_TIME)?.getTime() ?? Number.POSITIVE_INFINITY
  return [{ client: name, from: from.getTime(), to }]
}
