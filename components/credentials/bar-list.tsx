import { formatCount, formatShare } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'

export type Bar = {
  id: string
  label: string
  count: number
  href: string
  tip?: string | undefined
  unknown?: boolean
}

/** Counts as labelled bars from zero, each a link to its rows. A share of the whole is said in the tip and in words. */
export function BarList({ bars, noun, empty }: { bars: readonly Bar[]; noun: string; empty: string }) {
  if (bars.length === 0) return <p className="text-muted">{empty}</p>
  const most = Math.max(...bars.map((bar) => bar.count), 1)
  const all = bars.reduce((sum, bar) => sum + bar.count, 0)
  return (
    <ul className="flex flex-col">
      {bars.map(({ id, label, count, href, tip, unknown }) => (
        <li key={id}>
          <Link
            href={href}
            scroll={false}
            data-tip={tip ?? (label.length > 24 ? label : undefined)}
            aria-label={`${label}: ${formatCount(count)} ${noun}, ${formatShare(count, all)}`}
            className="-mx-2 grid min-h-7 grid-cols-[minmax(0,10.5rem)_minmax(2rem,1fr)_auto] items-center gap-3 rounded-md px-2 hover:bg-hover"
          >
            <span className="truncate">{label}</span>
            <span aria-hidden className="h-2.5">
              {unknown ? (
                <span className="hatched block h-full w-full rounded-sm" />
              ) : (
                <svg aria-hidden="true" className="block h-full w-full">
                  <rect width={`${(count / most) * 100}%`} height="100%" rx="2" className="fill-chart-1" />
                </svg>
              )}
            </span>
            <span className="text-right tabular-nums">{formatCount(count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
