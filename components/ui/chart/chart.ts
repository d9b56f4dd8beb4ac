export type ChartInk = 1 | 2 | 3 | 4 | 5 | 6 | 'ok' | 'attention' | 'bad' | 'unknown'

export type Series = { id: string; label: string; ink?: ChartInk | undefined }

/** One place on the horizontal axis. A value of null is a gap: not measured, never zero. */
export type Point = { label: string; values: Readonly<Record<string, number | null>> }

export type ChartData = {
  kind: 'bar' | 'area' | 'line'
  series: readonly Series[]
  points: readonly Point[]
  /** Series on top of each other, when their sum means something. */
  stacked?: boolean | undefined
  /** A line across that values should stay below; bars beyond it are drawn as bad. */
  limit?: { value: number; label: string } | undefined
  /** Formats values on the axis, in tips and in the table; grouped digits otherwise. */
  format?: ((value: number) => string) | undefined
  /** Formats values on the axis, where there is little room; as everywhere else otherwise. */
  tick?: ((value: number) => string) | undefined
  /** Pressing a point, with its index: usually goes to the rows behind it. The table twin gets the same as buttons. */
  onPick?: ((at: number) => void) | undefined
}

/** The CSS colour of a series, by its ink or its place in the list. */
export function inkOf(series: Series, at: number) {
  const ink = series.ink ?? (at % 6) + 1
  return typeof ink === 'number' ? `var(--chart-${ink})` : `var(--${ink})`
}

// Of the height of the plot: nearer than this, two names would touch.
const roomOfName = 0.12

/** Whether each line can carry its name at its end, so that no legend is needed. */
export function namedAtEnds({ kind, series, points }: ChartData) {
  if (kind !== 'line' || series.length < 2) return false
  const valuesOf = ({ values }: Point) => series.map(({ id }) => values[id] ?? null)
  const last = points.at(-1)
  const ends = (last ? valuesOf(last) : []).flatMap((end) => (end === null ? [] : [end])).sort((a, b) => a - b)
  const highest = Math.max(...points.flatMap(valuesOf).map((value) => value ?? 0))
  return (
    ends.length === series.length &&
    ends.every((end, at) => at === 0 || end - (ends[at - 1] ?? 0) > roomOfName * highest)
  )
}
