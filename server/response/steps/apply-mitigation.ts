import { setTimeout as sleep } from 'node:timers/promises'
import { callFailure } from '../failure.ts'
import { step } from '../step.ts'

// AWS runs ten tasks at a time ("AWS IoT Device Defender endpoints and quotas"); one of them ends within seconds.
const pauseMs = 2_000
const mostPauses = 60

const ended = ['FAILED', 'CANCELED', 'SKIPPED']

/**
 * Has Device Defender apply one of its actions to one finding. It does so by itself, some time after it was asked, and has
 * no way back.
 */
export const applyMitigation = step('apply-mitigation', {
  operation: 'StartAuditMitigationActionsTask',
  needs: {
    reads: [
      'iot:DescribeMitigationAction',
      'iot:DescribeAuditMitigationActionsTask',
      'iot:ListAuditMitigationActionsExecutions',
    ],
    applies: ['iot:StartAuditMitigationActionsTask'],
  },
  describe: ({ action, does, subject, finding }) => ({
    kind: 'apply-mitigation',
    operation: 'StartAuditMitigationActionsTask',
    subject,
    from: null,
    to: action,
    sentence: `Apply ${action} (${does}) to ${subject}, found as ${finding}`,
  }),
  async read(aws, { task, finding }) {
    const executions = await aws.mitigationTask(task).then((known) => known && aws.mitigationExecutions(task, finding))
    if (!executions) return null
    const failed = executions.find(({ status }) => ended.includes(status))
    if (failed) return [failed.status, failed.errorCode, failed.message].filter(Boolean).join(': ')
    return executions.length > 0 && executions.every(({ status }) => status === 'COMPLETED')
      ? 'COMPLETED'
      : 'IN_PROGRESS'
  },
  isDone: (current) => current === 'COMPLETED',
  standing: (current) =>
    current === 'IN_PROGRESS' ? 'under-way' : ended.some((word) => current?.startsWith(word)) ? 'given-up' : undefined,
  async apply(aws, { task, finding, check, action }) {
    for (let pause = 0; ; pause++) {
      try {
        return await aws.startMitigation({ id: task, finding, check, actions: [action] })
      } catch (error) {
        const full = callFailure(error, 'invalid')?.details.name === 'LimitExceededException'
        if (!full || pause >= mostPauses) throw error
        await sleep(pauseMs)
      }
    }
  },
  inverse: () => null,
})
