import { formatCount } from '../format.ts'
import type { ChartData } from './chart.ts'

/** The same figures as a table. A gap is a gap here too. */
export function ChartTable({ title, data }: { title: string; data: ChartData }) {
  const format = data.format ?? formatCount
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a named group that scrolls; a fieldset holds controls
    <div role="group" aria-label={`${title}, as a table`} tabIndex={0} className="max-h-60 overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr className="text-xs text-muted [&>th]:sticky [&>th]:top-0 [&>th]:border-b [&>th]:border-line-strong [&>th]:bg-surface [&>th]:py-1 [&>th]:font-medium">
            <th scope="col">
              <span className="sr-only">Label</span>
            </th>
            {data.series.map((series) => (
              <th key={series.id} scope="col" className="pl-4 text-right">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.points.map((point, at) => (
            <tr key={point.label} className="[&>*]:border-b [&>*]:border-line [&>*]:py-1">
              <th scope="row" className="font-normal">
                {data.onPick ? (
                  <button
                    type="button"
                    className="min-h-6 text-accent hover:underline"
                    onClick={() => data.onPick?.(at)}
                  >
                    {point.label}
                  </button>
                ) : (
                  point.label
                )}
              </th>
              {data.series.map((series) => {
                const value = point.values[series.id]
                return (
                  <td key={series.id} className="pl-4 text-right">
                    {value === null || value === undefined ? (
                      <span className="text-faint">no data</span>
                    ) : (
                      format(value)
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
