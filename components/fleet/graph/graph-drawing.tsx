import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import type { GraphNode } from './identity-graph.ts'
import { type Drawing, nodeHeight } from './layout.ts'

const bars: Record<GraphNode['health'], string> = {
  ok: 'fill-ok',
  attention: 'fill-attention',
  bad: 'fill-bad',
  unknown: 'fill-edge',
  neutral: 'fill-edge',
}

/** The drawing itself: attributes and classes only, as the policy allows no inline style. */
export function GraphDrawing({ drawing, label, className }: GraphDrawingProps) {
  const { width, height, nodeWidth, nodes, paths } = drawing
  return (
    // biome-ignore lint/a11y/useSemanticElements: an svg with links inside is a group, not a fieldset
    <svg
      role="group"
      aria-label={label}
      viewBox={`-2 -2 ${width + 4} ${height + 4}`}
      width={width + 4}
      height={height + 4}
      className={cx('h-auto max-w-full', className)}
    >
      {paths.map((path) => (
        <path key={path} d={path} fill="none" strokeWidth="1.5" className="stroke-line-strong" />
      ))}
      {nodes.map(({ node, key, x, y }) => (
        <g key={key} transform={`translate(${x} ${y})`}>
          {node.href ? (
            <Link
              href={node.href}
              aria-label={`${node.caption}: ${node.fullName}`}
              data-tip={node.fullName === node.name ? undefined : node.fullName}
              className="group/node outline-none"
            >
              <Box node={node} width={nodeWidth} />
            </Link>
          ) : (
            <Box node={node} width={nodeWidth} />
          )}
        </g>
      ))}
    </svg>
  )
}
type GraphDrawingProps = { drawing: Drawing; label: string; className?: string }

function Box({ node, width }: { node: GraphNode; width: number }) {
  const root = node.kind === 'thing'
  return (
    <>
      <rect
        width={width}
        height={nodeHeight}
        rx="6"
        strokeDasharray={node.health === 'unknown' ? '4 3' : undefined}
        className={cx(
          root ? 'fill-accent-soft stroke-accent' : 'fill-surface stroke-line-strong',
          node.href && 'group-hover/node:fill-hover group-hover/node:stroke-edge',
          'group-focus-visible/node:stroke-accent group-focus-visible/node:stroke-2',
        )}
      />
      <rect x="7" y="8" width="3" height={nodeHeight - 16} rx="1.5" className={bars[node.health]} />
      <text x="18" y="16" fontSize="11" className="fill-muted">
        {cut(node.caption, Math.floor((width - 26) / 5.8))}
      </text>
      <text
        x="18"
        y="31"
        className={cx('mono', root ? 'fill-ink font-semibold' : node.href ? 'fill-accent' : 'fill-ink')}
      >
        {cut(node.name, Math.floor((width - 26) / 7.25))}
      </text>
    </>
  )
}

function cut(text: string, room: number) {
  if (text.length <= room) return text
  const tail = Math.min(8, Math.floor(room / 3))
  return `${text.slice(0, room - tail - 1)}…${text.slice(-tail)}`
}
