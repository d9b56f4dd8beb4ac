'use client'

import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { Combobox } from './combobox.tsx'
import type { FilterField, FilterToken } from './filter-bar.tsx'
import { Field, Input } from './input.tsx'

/** Two steps: which field, then which value. Typing narrows both. */
export function FilterPicker({ fields, tokens, onPick }: FilterPickerProps) {
  const [chosen, setChosen] = useState<FilterField | null>(null)
  if (!chosen) {
    return (
      <Combobox
        key="fields"
        label="Filter by"
        options={fields.map(({ id, label }) => ({ value: id, label }))}
        onPick={(id) => setChosen(fields.find((field) => field.id === id) ?? null)}
      />
    )
  }
  const pick = (value: string) => onPick({ field: chosen.id, value })
  const taken = tokens.filter((token) => token.field === chosen.id).map((token) => token.value)
  return (
    <div className="flex flex-col gap-2">
      <Button
        size="sm"
        variant="ghost"
        className="-ml-2 self-start"
        icon={<ArrowLeft aria-hidden className="size-3.5" />}
        onClick={() => setChosen(null)}
      >
        All filters
      </Button>
      {chosen.options || chosen.suggest ? (
        <Combobox
          key={chosen.id}
          label={chosen.label}
          placeholder={chosen.placeholder}
          options={chosen.options?.filter((option) => !taken.includes(option.value))}
          suggest={chosen.suggest}
          free={!chosen.options}
          onPick={pick}
        />
      ) : (
        <TypedValue field={chosen} onPick={pick} />
      )}
    </div>
  )
}
type FilterPickerProps = {
  fields: readonly FilterField[]
  tokens: readonly FilterToken[]
  onPick: (token: FilterToken) => void
}

function TypedValue({ field, onPick }: { field: FilterField; onPick: (value: string) => void }) {
  const [value, setValue] = useState('')
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim()) onPick(value.trim())
      }}
    >
      <Field label={field.label} hint={field.unit ? `How many ${field.unit}s` : undefined}>
        <Input
          autoFocus
          type={field.kind ?? 'text'}
          placeholder={field.placeholder}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" disabledReason={value.trim() ? undefined : 'Type a value first'}>
        Apply
      </Button>
    </form>
  )
}
