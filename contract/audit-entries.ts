import { z } from 'zod'
import { accountId, asResponder, asViewer, pageOf, paging, rowId } from './base.ts'
import { auditTask } from './findings.ts'

const tags = ['Findings']

export const audits = {
  list: asViewer
    .route({ method: 'GET', path: '/audits', tags, summary: 'Audits that Device Defender ran, newest first' })
    .input(z.object({ account: accountId.optional() }).extend(paging))
    .output(pageOf(auditTask)),
  start: asResponder
    .route({
      method: 'POST',
      path: '/audits',
      tags,
      summary: 'Ask for an audit now; it is a response run with no change to the fleet',
      successStatus: 202,
    })
    .input(
      z.object({
        account: accountId,
        checks: z.array(z.string().max(120)).max(50).optional().describe('Default: all that are enabled'),
      }),
    )
    .output(z.object({ id: rowId })),
}
