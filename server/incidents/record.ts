/** What feeds tell of one connection: its beginning, its end, or a refusal. `null`: the feed does not say. */
export type ConnectionRecord = {
  /** Stays the same when the record comes again. */
  key: string
  at: Date
  kind: 'connect' | 'disconnect' | 'connect-failed' | 'auth-error'
  clientId: string
  /** The certificate ID, or another principal. */
  principal: string | null
  sourceIp: string | null
  sourcePort: number | null
  /** In the feed's own spelling. */
  reason: string | null
  /** A disconnect because the same client ID connected again, in either spelling. */
  duplicate: boolean
  session: string | null
  version: number | null
  feed: 'logs' | 'lifecycle' | 'index' | 'audit'
}

/**
 * Whether a reason says that the client ID connected again. Logs spell it DUPLICATE_CLIENT_ID, lifecycle events, the
 * index and the API DUPLICATE_CLIENTID; published records carry either in either field ("Lifecycle events",
 * "CloudWatch AWS IoT log entries").
 */
export const saysDuplicate = (...reasons: (string | null | undefined)[]): boolean =>
  reasons.some((reason) => reason === 'DUPLICATE_CLIENT_ID' || reason === 'DUPLICATE_CLIENTID')
