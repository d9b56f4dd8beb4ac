import { z } from 'zod'
import { accountId, asResponder, asViewer, pageOf, paging, rowId } from './base.ts'
import { auditTask, findingId, mitigationChoices } from './findings.ts'

const tags = ['Findings']

export const audits = {
  list: asViewer
    .route({ method: 'GET', path: '/audits', tags, summary: 'Audits that Device Defender ran, newest first' })
    .input(z.object({ account: accountId.optional(), ...paging }))
    .output(pageOf(auditTask)),
  start: asResponder
    .route({
      method: 'POST',
      path: '/audits',
      tags,
      summary: 'Ask Device Defender for an audit now; changes nothing of the fleet',
      successStatus: 202,
    })
    .input(
      z.object({
        account: accountId,
        checks: z.array(z.string().max(128)).min(1).max(50).optional().describe('Default: all that are enabled'),
      }),
    )
    .output(z.object({ id: rowId })),
  mitigations: asViewer
    .route({
      method: 'GET',
      path: '/findings/{id}/mitigations',
      tags,
      summary: 'What AWS can be told to do about a finding of an audit',
    })
    .input(z.object({ id: findingId }))
    .output(mitigationChoices),
}
