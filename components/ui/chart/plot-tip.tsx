import { formatCount } from '../format.ts'
import type { ChartData } from './chart.ts'
import { Swatch } from './swatch.tsx'

/** What the pointer is over, in figures. */
export function PlotTip({ data, label }: { data: ChartData; label: string }) {
  const point = data.points.find((one) => one.label === label)
  const format = data.format ?? formatCount
  if (!point) return null
  return (
    <div className="rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-pop">
      <p className="mb-0.5 font-medium">{label}</p>
      {data.series.map((series, at) => {
        const value = point.values[series.id]
        return (
          <p key={series.id} className="flex items-center gap-1.5 text-muted">
            <Swatch series={series} at={at} />
            {series.label}
            <span className="ml-auto pl-3 font-medium text-ink tabular-nums">
              {value === null || value === undefined ? 'no data' : format(value)}
            </span>
          </p>
        )
      })}
    </div>
  )
}
