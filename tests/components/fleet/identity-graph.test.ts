import { expect, test } from 'vitest'
import { identityGraph } from '#components/fleet/graph/identity-graph.ts'
import { columnLayout, treeLayout } from '#components/fleet/graph/layout.ts'
import { aCertificate, aThing } from './a-thing.ts'

const many = aThing({
  attachedCertificates: Array.from({ length: 9 }, (_, at) =>
    aCertificate({
      certificateId: `c${at}`,
      status: at === 8 ? 'ACTIVE' : 'INACTIVE',
      policies: ['telemetry', 'jobs'],
    }),
  ),
  allGroups: [
    { name: 'line-1', billing: false, dynamic: false, parents: ['plant'], policies: ['telemetry'] },
    { name: 'cost', billing: true, dynamic: false, parents: [], policies: [] },
  ],
})

test('a policy reached many ways is one node; active certificates come first; the rest is counted', () => {
  const { nodes } = identityGraph(many)
  expect(nodes.filter(({ kind }) => kind === 'policy').map(({ name }) => name)).toEqual(['telemetry', 'jobs'])
  expect(nodes.find(({ kind }) => kind === 'certificate')?.fullName).toBe('c8')
  expect(nodes.find(({ kind }) => kind === 'more')?.name).toBe('3 more certificates')
  expect(nodes.filter(({ kind }) => kind === 'group').map(({ name }) => name)).toEqual(['line-1'])
})

test('every relation is drawn once in columns, and no two boxes overlap in either drawing', () => {
  const graph = identityGraph(many)
  const columns = columnLayout(graph)
  expect(columns.paths).toHaveLength(graph.edges.length)
  for (const { nodes } of [columns, treeLayout(graph)]) {
    expect(new Set(nodes.map(({ x, y }) => `${x},${y}`)).size).toBe(nodes.length)
    expect(new Set(nodes.map(({ key }) => key)).size).toBe(nodes.length)
  }
})
