import { cx } from '#components/ui/cx.ts'
import type { DeploymentCounts } from '#contract/deployments.ts'
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
