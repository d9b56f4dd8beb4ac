'use client'

import {
  Area,
  Bar,
  CartesianGrid,
  Cell,
  ComposedChart,
  LabelList,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatCount } from '../format.ts'
import { type ChartData, inkOf, namedAtEnds } from './chart.ts'
import { PlotTip } from './plot-tip.tsx'

// A rim of the ground keeps words readable where bars pass behind them.
const overBars = { fill: 'var(--ink)', fontSize: 11, stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' }
const tick = { fill: 'var(--muted)', fontSize: 11 }
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
// Beyond this many bars their labels would touch.
const labelledBars = 12

/** Draws ChartData with recharts; the only module that imports it, so it stays out of every first load. */
export function Plot({ data }: { data: ChartData }) {
  const rows = data.points.map(({ label, values }) => ({ label, ...values }))
  const format = data.format ?? formatCount
  const direct = data.kind === 'bar' && data.series.length === 1 && rows.length <= labelledBars
  const named = namedAtEnds(data)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={rows}
        accessibilityLayer={false}
        margin={{ top: direct || named ? 18 : 8, right: 8, bottom: 0, left: 0 }}
        onClick={data.onPick ? ({ activeIndex }) => pick(data, activeIndex) : undefined}
        className={data.onPick ? 'cursor-pointer' : undefined}
      >
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis
          dataKey="label"
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={16}
          interval={direct ? 0 : 'preserveStartEnd'}
        />
        <YAxis
          tick={tick}
          tickLine={false}
          axisLine={false}
          width={data.tick ? 56 : 44}
          domain={[0, 'auto']}
          allowDecimals={false}
          tickFormatter={data.tick ?? ((value: number) => compact.format(value))}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={data.kind === 'bar' ? { fill: 'var(--hover)' } : { stroke: 'var(--line-strong)' }}
          content={({ active, label }) => (active ? <PlotTip data={data} label={String(label)} /> : null)}
        />
        {data.series.map((series, at) => {
          const ink = inkOf(series, at)
          const shared = { dataKey: series.id, name: series.label, isAnimationActive: false }
          const stackId = data.stacked ? 'all' : series.id
          if (data.kind === 'bar') {
            return (
              <Bar
                key={series.id}
                {...shared}
                stackId={stackId}
                fill={ink}
                maxBarSize={40}
                radius={data.stacked ? 0 : [2, 2, 0, 0]}
              >
                {data.points.map(({ label, values }) => (
                  <Cell key={label} fill={isBeyond(data, values[series.id]) ? 'var(--bad)' : ink} />
                ))}
                {direct ? (
                  <LabelList
                    dataKey={series.id}
                    position="top"
                    fill="var(--ink)"
                    fontSize={11}
                    formatter={(value) => (typeof value === 'number' ? format(value) : '')}
                  />
                ) : null}
              </Bar>
            )
          }
          if (data.kind === 'line') {
            return (
              <Line
                key={series.id}
                {...shared}
                stroke={ink}
                strokeWidth={1.75}
                dot={rows.length < 3}
                connectNulls={false}
              >
                {named ? <LabelList dataKey={series.id} content={nameAt(rows.length - 1, series.label)} /> : null}
              </Line>
            )
          }
          return (
            <Area
              key={series.id}
              {...shared}
              stackId={stackId}
              stroke={ink}
              strokeWidth={1.5}
              fill={ink}
              fillOpacity={data.stacked ? 0.5 : 0.16}
              dot={rows.length < 3}
              connectNulls={false}
            />
          )
        })}
        {data.limit ? (
          <ReferenceLine
            y={data.limit.value}
            ifOverflow="extendDomain"
            stroke="var(--bad)"
            strokeDasharray="4 3"
            label={{ value: data.limit.label, position: 'insideBottomLeft', ...overBars }}
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

type LabelProps = { index?: number | undefined; x?: number | string | undefined; y?: number | string | undefined }

/** Writes a line's name above the point at `end`, and nothing at the others. */
const nameAt =
  (end: number, name: string) =>
  ({ index, x, y }: LabelProps) =>
    index === end ? (
      <text x={Number(x)} y={Number(y) - 6} textAnchor="end" {...overBars}>
        {name}
      </text>
    ) : null

function isBeyond({ limit }: ChartData, value: number | null | undefined) {
  return limit !== undefined && (value ?? 0) > limit.value
}

function pick(data: ChartData, at: string | number | null | undefined) {
  const index = Number(at)
  if (at !== null && at !== undefined && Number.isInteger(index)) data.onPick?.(index)
}
