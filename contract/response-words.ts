import type { TargetTally } from './response.ts'

/** "3 targets in 2 runs": what a figure counts, said alike wherever it is shown. */
export function tallyInWords({ targets, runs, capped }: Pick<TargetTally, 'targets' | 'runs' | 'capped'>): string {
  const more = capped ? '+' : ''
  return `${targets.toLocaleString('en-US')}${more} ${targets === 1 ? 'target' : 'targets'} ${inRuns({ runs, capped })}`
}

/** "in 2 runs", for beside the number itself. */
export function inRuns({ runs, capped }: Pick<TargetTally, 'runs' | 'capped'>): string {
  return `in ${runs.toLocaleString('en-US')}${capped ? '+' : ''} ${runs === 1 && !capped ? 'run' : 'runs'}`
}
