import type { ConnectionRecord } from '../record.ts'

/** A connection that a finding of an audit names: whose, with which credential, from when to when. */
export type AuditedConnection = {
  clientId: string
  principal: string | null
  connectedAt: Date | null
  disconnectedAt: Date | null
  /** It ended because the same client ID connected again. */
  displaced: boolean
}

/**
 * Connection records of what an audit found. Their keys are made of the connection itself, because the same one is found
 * again by every audit that looks back as far, under another finding id each time.
 */
export function auditRecords({ clientId, principal, connectedAt, disconnectedAt, displaced }: AuditedConnection) {
  const record = (kind: 'connect' | 'disconnect', at: Date): ConnectionRecord => {
    const duplicate = kind === 'disconnect' && displaced
    return {
      key: [clientId, principal, kind, at.getTime()].join('|'),
      at,
      kind,
      clientId,
      principal,
      sourceIp: null,
      sourcePort: null,
      reason: duplicate ? 'DUPLICATE_CLIENTID' : null,
      duplicate,
      session: null,
      version: null,
      feed: 'audit',
    }
  }
  return [
    ...(connectedAt ? [record('connect', connectedAt)] : []),
    ...(disconnectedAt ? [record('disconnect', disconnectedAt)] : []),
  ]
}
