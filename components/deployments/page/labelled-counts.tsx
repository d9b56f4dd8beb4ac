import { formatCount } from '#components/ui/format.ts'
import type { DeploymentSummary } from '#contract/deployments.ts'
import { partsOf } from '../counts.ts'
import { CountsBar } from '../counts-bar.tsx'
import { executionWords } from '../execution-words.ts'
import { DevicesLink } from './devices-link.tsx'

/** Devices by state as a bar with its words under it, each leading to its devices. */
export function LabelledCounts({ id, counts }: Pick<DeploymentSummary, 'id' | 'counts'>) {
  const parts = partsOf(counts)
  return (
    <div className="flex flex-col gap-2">
      <CountsBar counts={counts} className="w-full" />
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {parts.map(({ key, status, count, fill }) => {
          return (
            <li key={key}>
              <DevicesLink
                id={id}
                shown={{ status }}
                className="inline-flex min-h-6 items-center gap-1.5 hover:underline"
              >
                <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
                  <rect width="10" height="10" rx="2" className={fill} />
                </svg>
                {executionWords[status].word} <span className="font-medium tabular-nums">{formatCount(count)}</span>
              </DevicesLink>
            </li>
          )
        })}
        {parts.length === 0 ? <li className="text-muted">No device has been given it yet.</li> : null}
      </ul>
    </div>
  )
}
