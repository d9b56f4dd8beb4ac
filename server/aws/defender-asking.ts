import {
  CreateAuditSuppressionCommand,
  DeleteAuditSuppressionCommand,
  type IoTClient,
  PutVerificationStateOnViolationCommand,
  StartAuditMitigationActionsTaskCommand,
  StartOnDemandAuditTaskCommand,
  type VerificationState,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import { mitigationOperations } from './defender-mitigation.ts'
import { isFailure } from './failure.ts'
import { name } from './fields.ts'
import type { Written } from './iot-response.ts'
import { orNull, type PageSizes, parseAnswer } from './pages.ts'

/** How Device Defender names a resource; exactly one field is set. */
type Identifier = { [field: string]: unknown }

/** What Device Defender can be asked to do. */
export function defenderAsking(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  const { mitigationTask, mitigationExecutions, mitigationAction } = mitigationOperations(client, call, tally, pages)
  return {
    mitigationTask,
    mitigationExecutions,
    /** As AWS tells it; null when there is no such action. */
    mitigationAction,

    /** Begins an audit of these checks, all of which must be on, and answers its id. */
    async startAudit(targetCheckNames: string[]): Promise<string> {
      const answer = await call('StartOnDemandAuditTask', (s) =>
        client.send(new StartOnDemandAuditTaskCommand({ targetCheckNames }), { abortSignal: s }),
      )
      return parseAnswer(z.object({ taskId: name }), 'StartOnDemandAuditTask', answer).taskId
    },

    /** Begins to apply actions to one finding of an audit, under an id of ours: one that is begun already is not begun twice. */
    async startMitigation(task: { id: string; finding: string; check: string; actions: string[] }): Promise<Written> {
      const input = {
        taskId: task.id,
        clientRequestToken: task.id,
        target: { findingIds: [task.finding] },
        auditCheckToActionsMapping: { [task.check]: task.actions },
      }
      return orThere(
        call('StartAuditMitigationActionsTask', (s) =>
          client.send(new StartAuditMitigationActionsTaskCommand(input), { abortSignal: s }),
        ).then(({ $metadata }) => ({ requestId: $metadata.requestId ?? null })),
      )
    },

    /** `expiresAt` null: for ever. One that is there already is left as it is. */
    async createSuppression(suppression: {
      check: string
      resource: Identifier
      expiresAt: Date | null
      description: string
      token: string
    }): Promise<Written> {
      const { check: checkName, resource: resourceIdentifier, expiresAt, description, token } = suppression
      const until = expiresAt ? { expirationDate: expiresAt } : { suppressIndefinitely: true }
      const input = { checkName, resourceIdentifier, description, clientRequestToken: token, ...until }
      return orThere(
        call('CreateAuditSuppression', (s) =>
          client.send(new CreateAuditSuppressionCommand(input), { abortSignal: s }),
        ).then(({ $metadata }) => ({ requestId: $metadata.requestId ?? null })),
      )
    },

    /** Says of an alarm of Detect whether it was right. Saying the same again changes nothing. */
    async verifyViolation(verdict: {
      violation: string
      state: VerificationState
      description: string
    }): Promise<void> {
      const input = {
        violationId: verdict.violation,
        verificationState: verdict.state,
        verificationStateDescription: verdict.description,
      }
      await call('PutVerificationStateOnViolation', (s) =>
        client.send(new PutVerificationStateOnViolationCommand(input), { abortSignal: s }),
      )
    },

    /** Succeeds where there is none (any more), too. */
    async deleteSuppression({ check, resource }: { check: string; resource: Identifier }): Promise<void> {
      const input = { checkName: check, resourceIdentifier: resource }
      await orNull(
        call('DeleteAuditSuppression', (s) =>
          client.send(new DeleteAuditSuppressionCommand(input), { abortSignal: s }),
        ),
      )
    },
  }
}

function orThere(answer: Promise<Written>): Promise<Written> {
  return answer.catch((error: unknown) => {
    const there = ['ResourceAlreadyExistsException', 'TaskAlreadyExistsException']
    if (!isFailure(error) || !there.includes(error.details.name ?? '')) throw error
    return { requestId: error.details.requestId ?? null }
  })
}
