import type { Health } from '#components/ui/badge.tsx'
import { Status } from '#components/ui/badge.tsx'
import { formatCount, formatShare } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'

export type HealthBar = { id: string; label: string; health: Health; count: number; href: string; meaning: string }

const fills: Record<Health, string> = {
  ok: 'fill-ok',
  attention: 'fill-attention',
  bad: 'fill-bad',
  unknown: 'fill-edge',
}

/** Parts of one whole as bars from zero, each with its icon, word, count and share, and each a link to its rows. */
export function HealthBars({ bars, noun }: { bars: readonly HealthBar[]; noun: string }) {
  const all = bars.reduce((sum, { count }) => sum + count, 0)
  return (
    <ul className="flex flex-col">
      {bars.map(({ id, label, health, count, href, meaning }) => (
        <li key={id}>
          <Link
            href={href}
            data-tip={meaning}
            aria-label={`${label}: ${formatCount(count)} ${noun}, ${formatShare(count, all)}`}
            className="-mx-2 grid min-h-7 grid-cols-[minmax(0,9rem)_minmax(2rem,1fr)_4rem_3rem] items-center gap-3 rounded-md px-2 hover:bg-hover"
          >
            <Status health={health}>{label}</Status>
            <span aria-hidden className="h-2.5">
              {health === 'unknown' ? (
                <svg aria-hidden="true" className="block h-full w-full">
                  <defs>
                    <pattern id={`hatch-${id}`} width="6" height="6" patternUnits="userSpaceOnUse">
                      <path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" strokeWidth="2" className="stroke-edge" />
                    </pattern>
                  </defs>
                  <rect width={share(count, all)} height="100%" rx="2" fill={`url(#hatch-${id})`} />
                </svg>
              ) : (
                <svg aria-hidden="true" className="block h-full w-full">
                  <rect width={share(count, all)} height="100%" rx="2" className={fills[health]} />
                </svg>
              )}
            </span>
            <span className="text-right tabular-nums">{formatCount(count)}</span>
            <span className="text-right text-xs text-muted tabular-nums">{formatShare(count, all)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function share(count: number, all: number) {
  return all > 0 ? `${(count / all) * 100}%` : '0%'
}
