import { z } from 'zod'
import { actionIds } from './actions.ts'
import { accountId, asApprover, asResponder, asViewer, pageOf, paging } from './base.ts'
import {
  actionOptions,
  reasonCategory,
  responseOverview,
  run,
  runFilters,
  runId,
  runSummary,
  runTarget,
  selection,
  targetFilters,
} from './response.ts'

const tags = ['Response']
const one = z.object({ id: runId })

export const response = {
  overview: asViewer
    .route({
      method: 'GET',
      path: '/response',
      tags,
      summary: 'What runs, what waits for whom, and how long containment takes',
    })
    .input(z.object({ account: accountId.optional() }))
    .output(responseOverview),
  plan: asResponder
    .route({
      method: 'POST',
      path: '/response/runs',
      tags,
      summary: 'Freeze targets and plan an action; changes nothing in AWS',
      successStatus: 201,
    })
    .input(
      z.object({
        account: accountId,
        action: z.enum(actionIds).exclude(['restore']),
        selection,
        options: actionOptions.optional(),
        incident: z.uuid().optional().describe('The incident it answers, of the same account'),
      }),
    )
    .output(run),
  list: asViewer
    .route({ method: 'GET', path: '/response/runs', tags, summary: 'List runs, newest first' })
    .input(runFilters.extend(paging))
    .output(pageOf(runSummary)),
  get: asViewer.route({ method: 'GET', path: '/response/runs/{id}', tags, summary: 'One run' }).input(one).output(run),
  targets: asViewer
    .route({
      method: 'GET',
      path: '/response/runs/{id}/targets',
      tags,
      summary: "A run's targets, each with its state and calls",
    })
    .input(targetFilters.extend({ id: runId, ...paging }))
    .output(pageOf(runTarget)),
  replan: asResponder
    .route({
      method: 'POST',
      path: '/response/runs/{id}/plan',
      tags,
      summary: 'Plan again from fresh facts, with other options if given',
    })
    .input(one.extend({ options: actionOptions.optional() }))
    .output(run),
  request: asResponder
    .route({ method: 'POST', path: '/response/runs/{id}/request', tags, summary: 'Ask for a plan to be executed' })
    .input(
      one.extend({
        digest: z.string().max(128),
        reason: z.string().trim().min(8, 'Say why in at least 8 letters').max(2000),
        category: reasonCategory,
        typed: z.string().max(256).optional(),
      }),
    )
    .output(run),
  recheck: asResponder
    .route({
      method: 'POST',
      path: '/response/runs/{id}/recheck',
      tags,
      summary: 'Compute the plan again for who approves',
    })
    .input(one)
    .output(run),
  decide: asApprover
    .route({
      method: 'POST',
      path: '/response/runs/{id}/decision',
      tags,
      summary: "Approve or reject somebody else's request",
    })
    .input(
      one.extend({
        decision: z.enum(['approve', 'reject']),
        digest: z.string().max(128).describe('The plan that was seen'),
        note: z.string().trim().max(2000).optional(),
      }),
    )
    .output(run),
  cancel: asResponder
    .route({ method: 'POST', path: '/response/runs/{id}/cancel', tags, summary: 'Cancel what has not started' })
    .input(one.extend({ reason: z.string().trim().min(3).max(2000) }))
    .output(run),
  retry: asResponder
    .route({
      method: 'POST',
      path: '/response/runs/{id}/retry',
      tags,
      summary: 'Plan the failed and the not started again',
      successStatus: 201,
    })
    .input(one)
    .output(run),
  undo: asResponder
    .route({
      method: 'POST',
      path: '/response/runs/{id}/undo',
      tags,
      summary: 'Plan to put back what a run changed',
      successStatus: 201,
    })
    .input(one)
    .output(run),
}
