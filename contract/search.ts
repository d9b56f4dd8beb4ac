import { z } from 'zod'
import { accountId, asViewer } from './base.ts'

export const searchHit = z.object({
  kind: z.enum(['thing', 'certificate', 'client', 'policy', 'thing-group', 'ca-certificate']),
  title: z.string(),
  detail: z.string(),
  href: z.string(),
})
export type SearchHit = z.infer<typeof searchHit>

export const search = {
  find: asViewer
    .route({
      method: 'GET',
      path: '/search',
      tags: ['Search'],
      summary: 'Find things, certificates, client ids, policies and groups',
    })
    .input(z.object({ q: z.string().trim().min(1).max(128), account: accountId.optional() }))
    .output(z.array(searchHit)),
}
