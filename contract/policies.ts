import { z } from 'zod'
import { accountId, asViewer, count, flag, instant, pageOf, paging, rowId } from './base.ts'
import { historyEntry } from './history.ts'
import { severity } from './incidents.ts'
import { policyJudgement } from './policy-judgement.ts'

export const policyFilters = z.object({
  account: accountId.optional(),
  search: z.string().trim().max(128).optional().describe('Part of the policy name'),
  attached: flag.optional().describe('true: attached to something; false: attached to nothing'),
  gone: flag.optional(),
  worst: severity.optional().describe('The worst that the linter says of it'),
  sort: z.enum(['name', '-targets']).optional(),
})
export type PolicyFilters = z.infer<typeof policyFilters>

export const policy = z.object({
  id: rowId,
  account: z.number().int(),
  name: z.string(),
  defaultVersionId: z.string().nullable(),
  versions: z.number().int(),
  targets: z.number().int().nullable().describe('null: not read yet'),
  certificateTargets: z.number().int(),
  groupTargets: z.number().int(),
  lastModifiedAt: instant.nullable(),
  targetsReadAt: instant.nullable(),
  lints: z.number().int().nullable().describe('How many points the linter has; null: not judged yet'),
  worst: severity.nullable().describe('The worst of them'),
  changedAt: instant,
  goneAt: instant.nullable(),
})
export type Policy = z.infer<typeof policy>

export const policyVersion = z.object({
  versionId: z.string(),
  isDefault: z.boolean(),
  createdAt: instant.nullable(),
  document: z.string(),
  parses: z.boolean().describe('false: the document is not JSON'),
  goneAt: instant.nullable(),
})
export type PolicyVersion = z.infer<typeof policyVersion>

export const policyDetail = policy.extend({
  arn: z.string().nullable(),
  createdAt: instant.nullable(),
  generationId: z.string().nullable(),
  firstSeenAt: instant,
  allVersions: z.array(policyVersion),
})
export type PolicyDetail = z.infer<typeof policyDetail>

export const policyTarget = z.object({
  kind: z.enum(['certificate', 'thing-group', 'cognito', 'other']),
  target: z.string(),
  known: z.boolean().describe('false: no object of that id has been read'),
  status: z.string().nullable(),
  things: z.array(z.string()).describe('Up to three things that use it'),
  firstSeenAt: instant,
})
export type PolicyTarget = z.infer<typeof policyTarget>

const tags = ['Policies']
const one = z.object({ account: accountId, name: z.string().min(1).max(128) })

export const policies = {
  ...policyJudgement,
  list: asViewer
    .route({ method: 'GET', path: '/policies', tags, summary: 'List AWS IoT policies' })
    .input(policyFilters.extend(paging))
    .output(pageOf(policy)),
  count: asViewer
    .route({ method: 'GET', path: '/policies/count', tags, summary: 'Count the policies a filter matches' })
    .input(policyFilters)
    .output(count),
  get: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/policies/{name}',
      tags,
      summary: 'One policy with its versions',
    })
    .input(one)
    .output(policyDetail),
  targets: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/policies/{name}/targets',
      tags,
      summary: 'What a policy is attached to',
    })
    .input(one.extend(paging))
    .output(pageOf(policyTarget)),
  history: asViewer
    .route({
      method: 'GET',
      path: '/accounts/{account}/policies/{name}/history',
      tags,
      summary: 'Observed changes of a policy',
    })
    .input(one.extend(paging))
    .output(pageOf(historyEntry)),
}
