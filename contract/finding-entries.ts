import { z } from 'zod'
import {
  accountId,
  asAdmin,
  asApprover,
  asResponder,
  asViewer,
  count,
  pageOf,
  paging,
  rowId,
  versionSeen,
} from './base.ts'
import {
  checkGroup,
  checkSettings,
  coverageItem,
  finding,
  findingFigures,
  findingFilters,
  findingId,
  findingSelection,
  findingSummary,
  suppression,
  suppressionPreview,
  suppressionScope,
} from './findings.ts'
import { severity } from './incidents.ts'

const tags = ['Findings']
const one = z.object({ id: findingId })
const note = z.string().trim().min(3).max(4000)

const suppressionInput = z.object({
  scope: suppressionScope,
  why: note,
  owner: z.string().max(64).optional().describe("A person's id; default: oneself"),
  days: z.number().int().min(1).max(730).nullable().describe('null: without an end, which needs a second person'),
  alsoInAws: z.boolean().default(false),
})

export const findings = {
  list: asViewer
    .route({ method: 'GET', path: '/findings', tags, summary: 'List findings' })
    .input(findingFilters.extend(paging))
    .output(pageOf(findingSummary)),
  count: asViewer
    .route({ method: 'GET', path: '/findings/count', tags, summary: 'How many findings a filter matches' })
    .input(findingFilters)
    .output(count),
  checks: asViewer
    .route({ method: 'GET', path: '/findings/checks', tags, summary: 'Findings by check: x of y, and what is unknown' })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(checkGroup)),
  figures: asViewer
    .route({ method: 'GET', path: '/findings/figures', tags, summary: 'Findings in figures' })
    .input(z.object({ account: accountId.optional(), check: z.string().max(300).optional() }))
    .output(findingFigures),
  coverage: asViewer
    .route({ method: 'GET', path: '/findings/coverage', tags, summary: 'What is not judged, and how to turn it on' })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(coverageItem)),
  get: asViewer
    .route({ method: 'GET', path: '/findings/{id}', tags, summary: 'One finding' })
    .input(one)
    .output(finding),
  comment: asResponder
    .route({
      method: 'POST',
      path: '/findings/{id}/comments',
      tags,
      summary: 'Comment on a finding; @ and a name, or what is before the @ of an address, mentions somebody',
      successStatus: 201,
    })
    .input(one.extend({ text: note }))
    .output(finding),
  linkIncident: asResponder
    .route({
      method: 'PUT',
      path: '/findings/{id}/incident',
      tags,
      summary: 'Link a finding to an incident, or undo it',
    })
    .input(one.extend({ incident: z.uuid().nullable() }))
    .output(finding),
  assign: asResponder
    .route({ method: 'POST', path: '/findings/assignments', tags, summary: 'Give findings to an owner' })
    .input(z.object({ selection: findingSelection, owner: z.string().max(64).nullable() }))
    .output(z.object({ changed: z.number().int() })),
  suppressions: asViewer
    .route({ method: 'GET', path: '/findings/suppressions', tags, summary: 'List suppressions' })
    .input(z.object({ state: suppression.shape.state.optional() }).extend(paging))
    .output(pageOf(suppression)),
  previewSuppression: asViewer
    .route({ method: 'POST', path: '/findings/suppressions/preview', tags, summary: 'What a suppression would hide' })
    .input(suppressionScope.extend({ days: suppressionInput.shape.days }))
    .output(suppressionPreview),
  suppress: asResponder
    .route({ method: 'POST', path: '/findings/suppressions', tags, summary: 'Suppress findings', successStatus: 201 })
    .input(suppressionInput)
    .output(suppression),
  suppressSelected: asResponder
    .route({
      method: 'POST',
      path: '/findings/suppressions/selected',
      tags,
      summary: 'Suppress the findings of a frozen selection, each by its own suppression',
      successStatus: 201,
    })
    .input(suppressionInput.omit({ scope: true }).extend({ selection: findingSelection }))
    .output(z.object({ suppressed: z.number().int(), waiting: z.number().int() })),
  decideSuppression: asApprover
    .route({
      method: 'POST',
      path: '/findings/suppressions/{id}/decision',
      tags,
      summary: 'Approve or reject; not by who asked',
    })
    .input(z.object({ id: rowId, approve: z.boolean(), note: z.string().trim().max(4000).optional() }))
    .output(suppression),
  endSuppression: asResponder
    .route({
      method: 'DELETE',
      path: '/findings/suppressions/{id}',
      tags,
      summary: 'End a suppression: what it hides shows again',
    })
    .input(z.object({ id: rowId }))
    .output(suppression),
  settings: asViewer
    .route({ method: 'GET', path: '/findings/settings', tags, summary: 'What the checks are set to' })
    .output(z.array(checkSettings)),
  setCheck: asAdmin
    .route({ method: 'PUT', path: '/findings/settings/{check}', tags, summary: 'Set a check' })
    .input(
      z.object({
        check: z.string().max(120),
        enabled: z.boolean(),
        severity: severity.nullable(),
        version: versionSeen.describe('The one that was looked at'),
        parameters: z.record(z.string().max(60), z.number().int()),
        perType: checkSettings.shape.perType.max(200),
        perGroup: checkSettings.shape.perGroup.max(200),
        why: note,
      }),
    )
    .output(checkSettings),
}
