'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import type { ReportScope } from '#contract/reports.ts'
import { inOrder } from './words.ts'

/** Which framework's controls; the empty value stands for all. */
export function FrameworkField({
  value,
  onChange,
}: {
  value: string | null
  onChange: (value: string | null) => void
}) {
  const { data } = useQuery({ ...api.reports.frameworks.queryOptions({ input: {} }), staleTime: 60_000 })
  return (
    <Field label="Controls">
      <Select
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || null)}
        options={[
          { value: '', label: 'All controls' },
          ...inOrder(data ?? []).map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
    </Field>
  )
}

/** Which accounts and thing groups; none chosen means all. */
export function ScopeFields({ scope, onChange }: { scope: ReportScope; onChange: (scope: ReportScope) => void }) {
  const accounts = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 })
  const { accounts: chosen } = scope
  return (
    <>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">Accounts</legend>
        <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {accounts.data?.map(({ id, name, region }) => (
            <Checkbox
              key={id}
              checked={chosen.includes(id)}
              onChange={(event) =>
                onChange({
                  ...scope,
                  accounts: event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id),
                })
              }
            >
              {name} <span className="whitespace-nowrap text-muted">{region}</span>
            </Checkbox>
          ))}
        </div>
        <p className="mt-1 text-xs text-muted">None chosen: all of them, those added later included.</p>
      </fieldset>
      <GroupFields groups={scope.groups} onChange={(groups) => onChange({ ...scope, groups })} />
      <div>
        <Checkbox
          checked={scope.pseudonymised ?? false}
          onChange={(event) => onChange({ ...scope, pseudonymised: event.target.checked })}
        >
          With a pseudonymised copy
        </Checkbox>
        <p className="mt-1 text-xs text-muted">
          For leaving the company: tokens in place of names. Making takes several times as long.
        </p>
      </div>
    </>
  )
}

function GroupFields({ groups, onChange }: { groups: readonly string[]; onChange: (groups: string[]) => void }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const { data } = useQuery({ ...api.things.facets.queryOptions({ input: {} }), staleTime: 60_000 })
  function add() {
    const name = typed.trim()
    if (name && !groups.includes(name)) onChange([...groups, name])
    setTyped('')
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Field label="Thing groups" hint="None: all things. What cannot be narrowed to a group is named in the report.">
        <span className="flex gap-2">
          <Input
            aria-label="Thing groups"
            list={`${id}-groups`}
            autoComplete="off"
            maxLength={128}
            placeholder="Name of a group"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !typed.trim()) return
              event.preventDefault()
              add()
            }}
          />
          <Button icon={<Plus aria-hidden className="size-3.5" />} onClick={add}>
            Add
          </Button>
        </span>
      </Field>
      <datalist id={`${id}-groups`}>
        {data?.groups.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      {groups.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {groups.map((name) => (
            <li key={name} className="inline-flex items-center gap-1 rounded-sm bg-info-soft pl-1.5 text-xs">
              <span className="mono break-all">{name}</span>
              <IconButton
                size="sm"
                label={`Remove ${name}`}
                icon={<X aria-hidden className="size-3" />}
                onClick={() => onChange(groups.filter((one) => one !== name))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
