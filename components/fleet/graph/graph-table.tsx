import { Link } from '#components/ui/link.tsx'
import type { IdentityGraph } from './identity-graph.ts'

/** The same relations as rows: what, how it relates, and through what. */
export function GraphTable({ graph, label }: { graph: IdentityGraph; label: string }) {
  const all = [graph.thing, ...graph.nodes]
  const find = (id: string) => all.find((node) => node.id === id)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={`${label}, as a table`} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr className="text-xs text-muted [&>th]:border-b [&>th]:border-line-strong [&>th]:py-1 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col">From</th>
            <th scope="col">Relation</th>
            <th scope="col">To</th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        <tbody>
          {graph.edges.map(({ from, to, relation }) => {
            const target = find(to)
            if (!target) return null
            return (
              <tr key={`${from}>${to}`} className="[&>td]:border-b [&>td]:border-line [&>td]:py-1.5 [&>td]:pr-4">
                <td className="mono break-all">{find(from)?.name}</td>
                <td className="text-muted">{relation}</td>
                <td className="mono break-all">
                  {target.href ? (
                    <Link href={target.href} className="text-accent hover:underline">
                      {target.fullName}
                    </Link>
                  ) : (
                    target.fullName
                  )}
                </td>
                <td className="text-muted">{target.caption}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
