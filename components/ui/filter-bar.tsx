'use client'

import { ListFilter, X } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { Button } from './button.tsx'
import { plural } from './format.ts'
import { Popover } from './popover.tsx'
import { SearchBox } from './search-box.tsx'
import { SkeletonLines } from './skeleton.tsx'

const FilterPicker = lazy(() => import('./filter-picker.tsx').then((module) => ({ default: module.FilterPicker })))

export type FilterOption = { value: string; label: string; count?: number | undefined }

/** Something a list can be filtered by. `suggest` completes what is typed; `options` are few enough to be listed. */
export type FilterField = {
  id: string
  label: string
  options?: readonly FilterOption[] | undefined
  suggest?: ((typed: string) => Promise<readonly FilterOption[]>) | undefined
  /** What a free value looks like: "site=oslo". */
  placeholder?: string | undefined
  kind?: 'text' | 'number' | 'date' | undefined
  /** What a number counts: "day". */
  unit?: string | undefined
  /** May hold several values at once. */
  many?: boolean | undefined
}
/** `refused`: the address says so, and the list does not understand it and goes without. */
export type FilterToken = { field: string; value: string; refused?: boolean }

/** Search, the filters in force as removable tokens, and a way to add one. All state is the caller's: the URL. */
export function FilterBar({ fields, tokens, onChange, search, children }: FilterBarProps) {
  function add(token: FilterToken) {
    const many = fields.find((field) => field.id === token.field)?.many
    const kept = tokens.filter((one) => one.field !== token.field || (many && one.value !== token.value))
    onChange([...kept, token])
  }
  return (
    <search className="flex flex-wrap items-center gap-2">
      {search ? <SearchBox {...search} className="w-72 max-sm:w-full" /> : null}
      {tokens.map((token) => (
        <Token
          key={`${token.field}=${token.value}`}
          field={fields.find((field) => field.id === token.field)}
          token={token}
          onRemove={() => onChange(tokens.filter((one) => one !== token))}
        />
      ))}
      <Popover label="Add filter" icon={<ListFilter aria-hidden className="size-3.5" />}>
        {(close) => (
          <Suspense fallback={<SkeletonLines />}>
            <FilterPicker
              fields={fields}
              tokens={tokens}
              onPick={(token) => {
                add(token)
                close()
              }}
            />
          </Suspense>
        )}
      </Popover>
      {tokens.length > 1 ? (
        <Button variant="ghost" onClick={() => onChange([])}>
          Clear filters
        </Button>
      ) : null}
      {children ? <span className="ml-auto flex flex-wrap items-center gap-2">{children}</span> : null}
    </search>
  )
}
type FilterBarProps = {
  fields: readonly FilterField[]
  tokens: readonly FilterToken[]
  onChange: (tokens: FilterToken[]) => void
  search?: { label: string; value: string; onChange: (value: string) => void; placeholder?: string } | undefined
  /** Right side: saved views, export. */
  children?: ReactNode
}

function Token({
  field,
  token,
  onRemove,
}: {
  field: FilterField | undefined
  token: FilterToken
  onRemove: () => void
}) {
  const name = field?.label ?? token.field
  const counted = field?.unit && !token.refused ? plural(Number(token.value), field.unit) : token.value
  const value = field?.options?.find((option) => option.value === token.value)?.label ?? counted
  return (
    <span
      role={token.refused ? 'status' : undefined}
      className={`inline-flex h-8 max-w-72 items-center rounded-md border border-line-strong pl-2.5 text-sm ${token.refused ? 'bg-attention-soft' : 'bg-accent-soft'}`}
    >
      <span className="text-muted">{name}:</span>
      <span className="truncate pl-1 font-medium" data-tip={value.length > 24 ? value : undefined}>
        {value}
      </span>
      {token.refused && <span className="shrink-0 pl-1 text-attention">not understood, ignored</span>}
      <button
        type="button"
        aria-label={`Remove filter ${name}: ${value}`}
        onClick={onRemove}
        className="ml-1 inline-flex size-6 items-center justify-center rounded-sm text-muted hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}
