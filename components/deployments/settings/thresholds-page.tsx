'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { DeploymentSettings, DeploymentThresholds, TypeThresholds } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { thresholdWords, typeThresholdWords } from './threshold-words.ts'

const ThresholdsDialog = lazy(() =>
  import('./thresholds-dialog.tsx').then((part) => ({ default: part.ThresholdsDialog })),
)
const UnsupportedDialog = lazy(() =>
  import('./unsupported-dialog.tsx').then((part) => ({ default: part.UnsupportedDialog })),
)

/** What a dialog is open for: all things, one type, or a type that is still to be named. */
type Editing = { type: string | null; isNew?: boolean }

/** When something counts as stalled, for all things and by type, and which types cannot be updated at all. */
export function ThresholdsPage() {
  const query = useQuery(api.deployments.settings.queryOptions())
  const role = useMe()?.role
  const whyNot = whyNotRole(role, 'admin')
  const whyNotSay = whyNotRole(role, 'responder')
  const [editing, setEditing] = useState<Editing | null>(null)
  const [saying, setSaying] = useState<DeploymentSettings['unsupported'][number] | 'new' | null>(null)
  const failed = failureOf(query, 'The thresholds')
  const data = query.data
  return (
    <SettingsFrame current={links.deploymentSettings()}>
      {data ? (
        <>
          <Panel
            title="When a deployment is stalled or failing"
            note="For all things"
            actions={
              <Button size="sm" disabledReason={whyNot} onClick={() => setEditing({ type: null })}>
                Set…
              </Button>
            }
          >
            <KeyValueList
              items={keysOf(thresholdWords).map((key) => ({
                label: thresholdWords[key].label,
                value: <Value of={key} settings={data} />,
              }))}
            />
          </Panel>
          <Panel
            title="Other numbers by thing type"
            actions={
              <Button
                size="sm"
                icon={<Plus aria-hidden className="size-3.5" />}
                disabledReason={whyNot}
                onClick={() => setEditing({ type: '', isNew: true })}
              >
                Add a type…
              </Button>
            }
            flush
          >
            <Types types={data.types} whyNot={whyNot} onSet={(type) => setEditing({ type })} />
          </Panel>
          <Panel
            title="Types that cannot be updated"
            note="Their things stand in the register"
            actions={
              <Button
                size="sm"
                icon={<Plus aria-hidden className="size-3.5" />}
                disabledReason={whyNotSay}
                onClick={() => setSaying('new')}
              >
                Add a type…
              </Button>
            }
            flush
          >
            <Unsupported rows={data.unsupported} whyNot={whyNotSay} onRemove={setSaying} />
          </Panel>
        </>
      ) : (
        <Panel title="When a deployment is stalled or failing" failed={failed} loading={!failed} />
      )}
      <Suspense fallback={null}>
        {editing && data ? <ThresholdsDialog settings={data} {...editing} onClose={() => setEditing(null)} /> : null}
        {saying ? <UnsupportedDialog of={saying === 'new' ? null : saying} onClose={() => setSaying(null)} /> : null}
      </Suspense>
    </SettingsFrame>
  )
}

// The tables are typed by exactly these words.
const keysOf = <Key extends string>(words: Record<Key, unknown>) => Object.keys(words) as Key[]

function Value({ of, settings }: { of: keyof DeploymentThresholds; settings: DeploymentSettings }) {
  const { unit, about } = thresholdWords[of]
  const value = settings.thresholds[of]
  const usual = settings.defaults[of]
  return (
    <>
      <span className="font-medium tabular-nums">
        {value} {unit}
      </span>
      {value === usual ? null : <span className="text-muted"> (by default {usual})</span>}
      <span className="block text-muted">{about}</span>
    </>
  )
}

function Types({ types, whyNot, onSet }: TypesProps) {
  if (types.length === 0)
    return (
      <EmptyState title="All types are held to the same">A type that sleeps for days wants larger numbers.</EmptyState>
    )
  return (
    <ul>
      {types.map(({ type, values }) => (
        <li
          key={type}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
        >
          <span className="font-medium break-all">{type}</span>
          <span className="min-w-0 text-muted">{valuesInWords(values)}</span>
          <Button size="sm" className="ml-auto" disabledReason={whyNot} onClick={() => onSet(type)}>
            Set…
          </Button>
        </li>
      ))}
    </ul>
  )
}
type TypesProps = {
  types: DeploymentSettings['types']
  whyNot: string | undefined
  onSet: (type: string) => void
}

const valuesInWords = (values: Partial<TypeThresholds>) =>
  keysOf(typeThresholdWords)
    .flatMap((key) => {
      const { label, unit } = typeThresholdWords[key]
      return values[key] === undefined ? [] : [`${label}: ${values[key]} ${unit}`]
    })
    .join('; ')

function Unsupported({ rows, whyNot, onRemove }: UnsupportedProps) {
  if (rows.length === 0)
    return (
      <EmptyState title="No type is said to be beyond updates">
        Add one that takes none: its things are then listed under Cannot be updated.
      </EmptyState>
    )
  return (
    <ul>
      {rows.map((row) => (
        <li
          key={`${row.account}/${row.type}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
        >
          <span className="font-medium break-all">{row.type}</span>
          <span className="min-w-0 text-muted">
            {row.why}, said by {row.by} <RelativeTime at={row.at} /> in <AccountName id={row.account} />
          </span>
          <Button size="sm" className="ml-auto" disabledReason={whyNot} onClick={() => onRemove(row)}>
            Take back…
          </Button>
        </li>
      ))}
    </ul>
  )
}
type UnsupportedProps = {
  rows: DeploymentSettings['unsupported']
  whyNot: string | undefined
  onRemove: (row: DeploymentSettings['unsupported'][number]) => void
}
