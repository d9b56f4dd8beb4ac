'use client'

import { cx } from '#components/ui/cx.ts'
import { formatCount } from '#components/ui/format.ts'
import type { DeploymentFigures } from '#contract/deployments.ts'
import { deploymentHealthWords, deploymentKindWords } from '../words.ts'

/** The list's questions as pressable answers above its rows: its columns leave no room beside them. */
export function DeploymentFacets({ data, chosen, onToggle }: DeploymentFacetsProps) {
  const counted = (health: string) => data?.byHealth.find((one) => one.health === health)?.count
  const healths = Object.entries(deploymentHealthWords).flatMap(([value, { word }]) => {
    const count = counted(value)
    return count || chosen('health').includes(value) ? [{ value, label: word, count }] : []
  })
  const kinds = Object.entries(deploymentKindWords).map(([value, label]) => ({ value, label, count: undefined }))
  return (
    <>
      <Facet title="State" field="health" options={healths} chosen={chosen('health')} onToggle={onToggle} />
      <Facet title="Kind" field="kind" options={kinds} chosen={chosen('kind')} onToggle={onToggle} />
    </>
  )
}
type DeploymentFacetsProps = {
  data: DeploymentFigures | undefined
  chosen: (field: string) => readonly string[]
  onToggle: (field: string, value: string) => void
}

function Facet({ title, field, options, chosen, onToggle }: FacetProps) {
  if (options.length === 0) return null
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">{title}</legend>
      {options.map(({ value, label, count }) => {
        const on = chosen.includes(value)
        return (
          <button
            key={value}
            type="button"
            aria-pressed={on}
            onClick={() => onToggle(field, value)}
            className={cx(
              'inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs',
              on ? 'border-accent bg-selected font-medium text-ink' : 'border-line hover:bg-hover hover:text-ink',
            )}
          >
            {label}
            {count === undefined ? null : <span className="text-muted tabular-nums">{formatCount(count)}</span>}
          </button>
        )
      })}
    </fieldset>
  )
}
type FacetProps = {
  title: string
  field: string
  options: readonly { value: string; label: string; count: number | undefined }[]
  chosen: readonly string[]
  onToggle: (field: string, value: string) => void
}
