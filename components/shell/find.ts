import { client } from '#components/data/api.ts'
import type { SearchHit } from './shell-data.ts'

const kinds = {
  thing: 'Things',
  certificate: 'Certificates',
  client: 'Client IDs',
  policy: 'Policies',
  'thing-group': 'Thing groups',
  'ca-certificate': 'CA certificates',
} as const

/** Searches every account: the palette jumps anywhere, whatever the scope. */
export async function find(q: string): Promise<SearchHit[]> {
  const hits = await client.search.find({ q })
  return hits.map((hit) => ({ ...hit, id: `${hit.kind}/${hit.href}/${hit.title}`, kind: kinds[hit.kind] }))
}
