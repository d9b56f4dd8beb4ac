import type { GraphNode, IdentityGraph } from './identity-graph.ts'

export type Placed = { node: GraphNode; key: string; x: number; y: number }
/** `nodes` with their top left corners and `paths` between them, in pixels of a drawing `width` by `height`. */
export type Drawing = { width: number; height: number; nodeWidth: number; nodes: Placed[]; paths: string[] }

export const nodeHeight = 40
const gap = 10

/** Three columns for wide screens: the thing with its session, what is attached to it, the policies that come along. */
export function columnLayout({ thing, nodes, edges }: IdentityGraph): Drawing {
  const nodeWidth = 236
  const columnStep = 332
  const columns = [
    [thing, ...nodes.filter(({ kind }) => kind === 'session')],
    nodes.filter(({ kind }) => kind === 'certificate' || kind === 'group' || kind === 'more'),
    nodes.filter(({ kind }) => kind === 'policy'),
  ]
  const tall = Math.max(...columns.map((column) => column.length))
  const height = tall * (nodeHeight + gap) - gap
  const placed = columns.flatMap((column, at) => {
    const top = (height - (column.length * (nodeHeight + gap) - gap)) / 2
    return column.map((node, row) => ({
      node,
      key: node.id,
      x: at * columnStep,
      y: top + row * (nodeHeight + gap),
    }))
  })
  const where = new Map(placed.map((one) => [one.node.id, one]))
  const paths = edges.flatMap(({ from, to }) => {
    const a = where.get(from)
    const b = where.get(to)
    if (!a || !b) return []
    // The session hangs under the thing; everything else lies to the right.
    if (a.x === b.x) return [`M${a.x + 24} ${a.y + nodeHeight}V${b.y}`]
    const x1 = a.x + nodeWidth
    const y1 = a.y + nodeHeight / 2
    const y2 = b.y + nodeHeight / 2
    const middle = (x1 + b.x) / 2
    return [`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${b.x} ${y2}`]
  })
  return { width: 2 * columnStep + nodeWidth, height, nodeWidth, nodes: placed, paths }
}

/** One column for narrow screens: each node under the one it comes through, a policy once for every way to it. */
export function treeLayout({ thing, nodes, edges }: IdentityGraph): Drawing {
  const nodeWidth = 270
  const indent = 20
  const placed: Placed[] = []
  const paths: string[] = []
  const byId = new Map(nodes.map((node) => [node.id, node]))

  function place(node: GraphNode, depth: number, key: string, parent: Placed | undefined) {
    const own = { node, key, x: depth * indent, y: placed.length * (nodeHeight + gap) }
    placed.push(own)
    if (parent) paths.push(`M${parent.x + 9} ${parent.y + nodeHeight}V${own.y + nodeHeight / 2}H${own.x}`)
    for (const { from, to } of edges) {
      const child = from === node.id ? byId.get(to) : undefined
      if (child) place(child, depth + 1, `${key}>${child.id}`, own)
    }
  }
  place(thing, 0, thing.id, undefined)
  return {
    width: nodeWidth + 2 * indent,
    height: placed.length * (nodeHeight + gap) - gap,
    nodeWidth,
    nodes: placed,
    paths,
  }
}
