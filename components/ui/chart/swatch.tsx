import { inkOf, type Series } from './chart.ts'

/** The colour of a series as a square. SVG, because a presentation attribute is no inline style to the policy. */
export function Swatch({ series, at }: { series: Series; at: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <rect width="10" height="10" rx="2" fill={inkOf(series, at)} />
    </svg>
  )
}
