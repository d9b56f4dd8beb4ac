import { z } from 'zod'
import { accountId, accountNumber, asAdmin, asResponder, asViewer, pageOf, paging } from './base.ts'
import {
  deployment,
  deploymentFigures,
  deploymentFilters,
  deploymentSettings,
  deploymentSummary,
  deploymentThresholds,
  driftFilters,
  execution,
  executionFilters,
  intendedVersion,
  softwareDrift,
  softwareInventory,
  thingSoftware,
  typeThresholds,
  unupdatable,
  unupdatableFilters,
} from './deployments.ts'

const tags = ['Deployments']
const name = z.string().trim().min(1).max(128)
const why = z.string().trim().min(3).max(2000)
const id = z.string().max(40)

/** Jobs, Greengrass deployments and the software they bring. What changes them in AWS goes through response runs. */
export const deployments = {
  list: asViewer
    .route({ method: 'GET', path: '/deployments', tags, summary: 'Jobs and Greengrass deployments' })
    .input(deploymentFilters.extend(paging))
    .output(pageOf(deploymentSummary)),
  figures: asViewer
    .route({ method: 'GET', path: '/deployments/figures', tags, summary: 'Deployments in figures' })
    .input(z.object({ account: accountId.optional() }))
    .output(deploymentFigures),
  settings: asViewer
    .route({ method: 'GET', path: '/deployments/settings', tags, summary: 'When something counts as stalled' })
    .output(deploymentSettings),
  setThresholds: asAdmin
    .route({ method: 'PUT', path: '/deployments/settings', tags, summary: 'Set when something counts as stalled' })
    .input(
      z.object({
        values: deploymentThresholds.partial().describe('What is absent is as it is by default'),
        why,
      }),
    )
    .output(deploymentSettings),
  setTypeThresholds: asAdmin
    .route({ method: 'PUT', path: '/deployments/settings/types', tags, summary: 'The same for things of one type' })
    .input(z.object({ type: name, values: typeThresholds.partial().nullable().describe('null: as all others'), why }))
    .output(deploymentSettings),
  setUnsupported: asResponder
    .route({
      method: 'PUT',
      path: '/software/unsupported-types',
      tags,
      summary: 'Say that things of a type can, or cannot, be updated',
    })
    .input(z.object({ account: accountNumber, type: name, unsupported: z.boolean(), why }))
    .output(deploymentSettings),
  get: asViewer
    .route({ method: 'GET', path: '/deployments/{id}', tags, summary: 'One deployment' })
    .input(z.object({ id }))
    .output(deployment),
  executions: asViewer
    .route({ method: 'GET', path: '/deployments/{id}/executions', tags, summary: 'Its devices, one by one' })
    .input(executionFilters.extend({ id, ...paging }))
    .output(pageOf(execution)),
  software: asViewer
    .route({ method: 'GET', path: '/software', tags, summary: 'Which versions run where' })
    .input(
      z.object({
        account: accountId.optional(),
        by: z.enum(['type', 'group']).optional(),
        package: z.string().max(128).optional(),
      }),
    )
    .output(softwareInventory),
  ofThing: asViewer
    .route({ method: 'GET', path: '/software/thing', tags, summary: 'What one thing says it runs' })
    .input(z.object({ account: accountId, thing: name }))
    .output(thingSoftware),
  drift: asViewer
    .route({ method: 'GET', path: '/software/drift', tags, summary: 'Things that run another version than is meant' })
    .input(driftFilters.extend(paging))
    .output(pageOf(softwareDrift)),
  intended: asViewer
    .route({ method: 'GET', path: '/software/intended', tags, summary: 'Which versions are meant to run where' })
    .input(z.object({ account: accountId.optional(), package: z.string().max(128).optional() }))
    .output(z.array(intendedVersion).describe('At most 1,000')),
  setIntended: asResponder
    .route({ method: 'PUT', path: '/software/intended', tags, summary: 'State the version for a type or group' })
    .input(
      z.object({
        account: accountNumber,
        kind: z.enum(['type', 'group']),
        of: name,
        package: name,
        version: name.nullable().describe('null: as the deployments say'),
        why,
      }),
    )
    .output(z.array(intendedVersion)),
  unupdatable: asViewer
    .route({ method: 'GET', path: '/software/unupdatable', tags, summary: 'Things that cannot be updated' })
    .input(unupdatableFilters.extend(paging))
    .output(pageOf(unupdatable)),
  setUnupdatable: asResponder
    .route({
      method: 'PUT',
      path: '/software/unupdatable',
      tags,
      summary: 'Declare a thing that cannot be updated; say what is planned, by whom, until when',
    })
    .input(
      z.object({
        account: accountNumber,
        thing: name,
        declared: z.boolean().optional().describe('false: what was declared is taken back'),
        plan: z.string().trim().max(2000).nullable().optional(),
        owner: z.string().max(64).nullable().optional().describe("A person's id"),
        due: z.iso.date().nullable().optional(),
        done: z.boolean().optional(),
        why,
      }),
    )
    .output(unupdatable),
}
