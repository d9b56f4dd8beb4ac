import { certificateName, shortId } from '#components/credentials/certificate-name.ts'
import { statusWord } from '#components/credentials/words.ts'
import type { Health } from '#components/ui/badge.tsx'
import { plural } from '#components/ui/format.ts'
import type { Expiry } from '#contract/health.ts'
import { links } from '#contract/links.ts'
import type { ThingDetail } from '#contract/things.ts'
import { presenceWords } from '../words.ts'

export type NodeKind = 'thing' | 'session' | 'certificate' | 'group' | 'policy' | 'more'

/** One box of the graph. `id` is unique; a policy reached twice is one node. */
export type GraphNode = {
  id: string
  kind: NodeKind
  /** Its name as people know it, and in full for the tip and for assistive technology. */
  name: string
  fullName: string
  /** Kind and state in a few words. */
  caption: string
  health: Health | 'neutral'
  href?: string | undefined
}

/** `relation` reads from `from` to `to`: "is attached to". */
export type GraphEdge = { from: string; to: string; relation: string }
export type IdentityGraph = { thing: GraphNode; nodes: GraphNode[]; edges: GraphEdge[] }

const shownOfEach = 6

const expiryHealth: Record<Expiry, Health> = {
  expired: 'bad',
  expiring: 'attention',
  'not-yet-valid': 'attention',
  valid: 'ok',
  unknown: 'unknown',
}

/** Who this thing is to AWS IoT: its session, its certificates and groups, and the policies that reach it through them. */
export function identityGraph(thing: ThingDetail): IdentityGraph {
  const root: GraphNode = {
    id: 'thing',
    kind: 'thing',
    name: thing.name,
    fullName: thing.name,
    caption: thing.type ?? 'Thing',
    health: thing.goneAt ? 'unknown' : 'neutral',
  }
  const graph: IdentityGraph = { thing: root, nodes: [sessionOf(thing)], edges: [] }
  graph.edges.push({ from: 'thing', to: 'session', relation: 'is seen under client ID' })
  addCertificates(graph, thing)
  addGroups(graph, thing)
  return graph
}

function sessionOf({ clientId, name, presence }: ThingDetail): GraphNode {
  const { word } = presenceWords[presence]
  return {
    id: 'session',
    kind: 'session',
    name: clientId ?? 'unknown',
    fullName: clientId ?? 'unknown client ID',
    caption: `Client ID · ${word.toLowerCase()}`,
    health:
      presence === 'unknown'
        ? 'unknown'
        : clientId !== null && clientId !== name
          ? 'attention'
          : presence === 'connected'
            ? 'ok'
            : 'neutral',
  }
}

function addCertificates(graph: IdentityGraph, { account, attachedCertificates }: ThingDetail) {
  // Active ones first: they are what the device can be today.
  const sorted = [...attachedCertificates].sort((a, b) => Number(b.status === 'ACTIVE') - Number(a.status === 'ACTIVE'))
  for (const certificate of sorted.slice(0, shownOfEach)) {
    const { certificateId, status, expiry, thingCount, policies } = certificate
    const id = `certificate/${certificateId}`
    const active = status === 'ACTIVE'
    const shared = (thingCount ?? 1) > 1
    graph.nodes.push({
      id,
      kind: 'certificate',
      name: certificate.commonName ? certificateName(certificate) : shortId(certificateId),
      fullName: certificateId,
      caption: `Certificate · ${statusWord(status).word.toLowerCase()}${active && expiry !== 'valid' && expiry !== 'unknown' ? `, ${expiry.replaceAll('-', ' ')}` : ''}${shared ? `, shared by ${thingCount}` : ''}`,
      health: !active ? 'neutral' : expiry === 'expired' || shared ? 'bad' : expiryHealth[expiry],
      href: links.certificate(account, certificateId),
    })
    graph.edges.push({ from: 'thing', to: id, relation: 'has attached' })
    addPolicies(graph, account, id, policies)
  }
  addMore(graph, 'certificates', attachedCertificates.length - shownOfEach, 'certificate')
}

function addGroups(graph: IdentityGraph, { account, allGroups }: ThingDetail) {
  const groups = allGroups.filter(({ billing }) => !billing)
  for (const { name, dynamic, parents, policies } of groups.slice(0, shownOfEach)) {
    const id = `group/${name}`
    graph.nodes.push({
      id,
      kind: 'group',
      name,
      fullName: [...parents, name].join(' / '),
      caption: `${dynamic ? 'Dynamic group' : 'Thing group'}${parents.length > 0 ? ` in ${parents.at(-1)}` : ''}`,
      health: 'neutral',
      href: links.fleet({ account, group: name }),
    })
    graph.edges.push({ from: 'thing', to: id, relation: 'is a member of' })
    addPolicies(graph, account, id, policies)
  }
  addMore(graph, 'groups', groups.length - shownOfEach, 'group')
}

function addPolicies(graph: IdentityGraph, account: number, from: string, names: readonly string[]) {
  for (const name of names) {
    const id = `policy/${name}`
    if (!graph.nodes.some((node) => node.id === id))
      graph.nodes.push({
        id,
        kind: 'policy',
        name,
        fullName: name,
        caption: 'Policy',
        health: 'neutral',
        href: links.policy(account, name),
      })
    graph.edges.push({ from, to: id, relation: 'carries' })
  }
}

/** What is left out is said, with the way to the whole list further down the page. */
function addMore(graph: IdentityGraph, anchor: string, hidden: number, one: string) {
  if (hidden <= 0) return
  const id = `more/${anchor}`
  const name = `${plural(hidden, `more ${one}`)}`
  graph.nodes.push({
    id,
    kind: 'more',
    name,
    fullName: name,
    caption: 'Listed below',
    health: 'neutral',
    href: `#${anchor}`,
  })
  graph.edges.push({ from: 'thing', to: id, relation: 'has' })
}
