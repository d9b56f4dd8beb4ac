import type { AuditMitigationActionsExecutionStatus, MitigationActionParams } from '@aws-sdk/client-iot'
import type { CheckName, Finding } from './audits.ts'

export interface MitigationAction {
  readonly name: string
  readonly id: string
  roleArn: string
  params: MitigationActionParams
  /** Epoch seconds. */
  readonly createdAt: number
  modifiedAt: number
}

/** One action on one finding. Times are epoch milliseconds. */
export interface MitigationExecution {
  readonly finding: Finding
  readonly action: MitigationAction
  status: AuditMitigationActionsExecutionStatus
  readonly startsAt: number
  endedAt: number | undefined
  error: { code: string; message: string } | undefined
}

export interface MitigationTask {
  readonly id: string
  readonly startedAt: number
  readonly target: {
    auditTaskId?: string
    findingIds?: string[]
    auditCheckToReasonCodeFilter?: Record<string, string[]>
  }
  readonly mapping: Partial<Record<CheckName, string[]>>
  readonly actions: readonly MitigationAction[]
  /** In the order in which they are carried out. */
  readonly executions: MitigationExecution[]
  isCanceled: boolean
}

export interface Mitigations {
  readonly actions: Map<string, MitigationAction>
  readonly tasks: Map<string, MitigationTask>
  /** What went to SNS topics instead of anywhere. */
  readonly published: { topicArn: string; findingId: string; at: number }[]
}

export const mitigationsOf = (): Mitigations => ({ actions: new Map(), tasks: new Map(), published: [] })
