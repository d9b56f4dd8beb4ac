import type { SessionFacts } from '../../action.ts'

/**
 * What AWS said for one batch of targets beside what the fact tables keep: that it said it, and what they have no
 * place for.
 */
export type Fresh = {
  things: Set<string>
  /** Things whose attachments and memberships were read. */
  attachments: Set<string>
  memberships: Set<string>
  /** Certificates whose status was read; gone ones among them. */
  statuses: Set<string>
  /** Things of a certificate, some of which may not be collected yet. */
  sharing: Map<string, string[]>
  sessions: Map<string, SessionFacts>
  /** Things that clients say they are. */
  clientThings: Map<string, string>
  jobs: Map<string, { jobId: string; status: string }[]>
}

export const nothingFresh = (): Fresh => ({
  things: new Set(),
  attachments: new Set(),
  memberships: new Set(),
  statuses: new Set(),
  sharing: new Map(),
  sessions: new Map(),
  clientThings: new Map(),
  jobs: new Map(),
})
