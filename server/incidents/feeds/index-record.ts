import { type ConnectionRecord, saysDuplicate } from '../record.ts'

/** What the fleet index tells of a thing's latest session; `since` in epoch ms. */
type LastSession = {
  thingName: string
  connected: boolean
  since: number | null
  disconnectReason: string | null
  clientId: string | null
}

/**
 * The take-overs that the fleet index tells of ("Managing thing indexing", connectivity.disconnectReason): of each thing only
 * the latest, only until it connects again, and neither the credential nor the address. Once per thing and disconnect.
 */
export const indexRecords = (sessions: readonly LastSession[]): ConnectionRecord[] =>
  sessions.flatMap(({ thingName, connected, since, disconnectReason, clientId }) =>
    connected || !since || !saysDuplicate(disconnectReason)
      ? []
      : [
          {
            key: `${thingName}|${since}`,
            at: new Date(since),
            kind: 'disconnect',
            clientId: clientId ?? thingName,
            ...{ principal: null, sourceIp: null, sourcePort: null, session: null, version: null },
            reason: disconnectReason,
            duplicate: true,
            feed: 'index',
          },
        ],
  )
