import { cx } from '#components/ui/cx.ts'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { DeploymentCounts, ExecutionStatus } from '#contract/deployments.ts'
import { partsOf } from './counts.ts'

/** Devices by state as one bar, without words: what stands beside it says them. */
export function CountsBar({ counts, className }: { counts: DeploymentCounts; className?: string }) {
  const parts = partsOf(counts)
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return <span aria-hidden className={cx('hatched block h-2 rounded-sm', className)} />
  let before = 0
  return (
    <svg aria-hidden="true" className={cx('block h-2 overflow-hidden rounded-sm', className)}>
      {parts.map(({ key, count, fill }) => {
        const x = (before / total) * 100
        before += count
        return <rect key={key} x={`${x}%`} width={`${(count / total) * 100}%`} height="100%" className={fill} />
      })}
    </svg>
  )
}

/** The same with its words under it, each leading to its devices where `hrefOf` gives them an address. */
export function LabelledCounts({ counts, hrefOf }: LabelledCountsProps) {
  const parts = partsOf(counts)
  return (
    <div className="flex flex-col gap-2">
      <CountsBar counts={counts} className="w-full" />
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {parts.map(({ key, status, word, count, fill }) => {
          const said = (
            <>
              <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
                <rect width="10" height="10" rx="2" className={fill} />
              </svg>
              {word} <span className="font-medium tabular-nums">{formatCount(count)}</span>
            </>
          )
          return (
            <li key={key}>
              {hrefOf ? (
                <Link
                  href={hrefOf(status)}
                  scroll={false}
                  className="inline-flex min-h-6 items-center gap-1.5 hover:underline"
                >
                  {said}
                </Link>
              ) : (
                <span className="inline-flex min-h-6 items-center gap-1.5">{said}</span>
              )}
            </li>
          )
        })}
        {parts.length === 0 ? <li className="text-muted">No device has been given it yet.</li> : null}
      </ul>
    </div>
  )
}
type LabelledCountsProps = { counts: DeploymentCounts; hrefOf?: (status: ExecutionStatus) => string }
