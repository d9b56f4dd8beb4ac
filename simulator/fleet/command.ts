import type { CommandExecutionStatus, CommandParameterValue } from '@aws-sdk/client-iot'

/** Something devices can be told to do. Times are epoch seconds. */
export interface Command {
  readonly name: string
  displayName: string | undefined
  description: string | undefined
  readonly payload: Uint8Array
  readonly contentType: string
  readonly createdAt: number
}

/** One device told once. Times are epoch milliseconds. */
export interface CommandExecution {
  readonly id: string
  readonly command: Command
  readonly targetArn: string
  readonly parameters: Record<string, CommandParameterValue> | undefined
  readonly timeoutS: number
  readonly createdAt: number
  /** As the device reported; what time alone does is for who asks. */
  status: CommandExecutionStatus
  reason: { reasonCode: string; reasonDescription: string | undefined } | undefined
  startedAt: number | undefined
  completedAt: number | undefined
  updatedAt: number
}

const settled: readonly CommandExecutionStatus[] = ['SUCCEEDED', 'FAILED', 'REJECTED']

/** The status at a time: without a word from the device the cloud gives up, though the device may still report. */
export function statusAt({ status, createdAt, timeoutS }: CommandExecution, now: number): CommandExecutionStatus {
  return !settled.includes(status) && now > createdAt + timeoutS * 1000 ? 'TIMED_OUT' : status
}

export const isSettled = ({ status }: CommandExecution) => settled.includes(status)
