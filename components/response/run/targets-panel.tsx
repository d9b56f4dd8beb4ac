'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useEffectEvent } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { formatCount } from '#components/ui/format.ts'
import { isTyping, overlayOpen } from '#components/ui/keyboard.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { Run } from '#contract/response.ts'
import { pollMs } from '../act/use-run.ts'
import { targetStateWords } from '../words.ts'
import { partsOf } from './progress-of.ts'
import { targetHref } from './run-title.ts'
import { targetColumns } from './target-columns.tsx'
import { targetList } from './target-list-state.ts'
import { targetsInput } from './targets-input.ts'

const TargetDrawer = lazy(() => import('./target-drawer.tsx').then((part) => ({ default: part.TargetDrawer })))

/** A run's targets, one or a hundred thousand: filter and drawer live in the address, f shows what failed. */
export function TargetsPanel({ run }: { run: Run }) {
  const list = useList(targetList)
  const page = useQuery({
    ...api.response.targets.queryOptions({ input: targetsInput(run.id, list.input) }),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs(run) === false ? false : listMs,
  })
  const [hidden, setHidden] = useColumns(targetList.page, targetColumns)
  const rows = page.data?.items
  const counts = partsOf(run)
  const [chosen] = list.chosen('state')
  const total = list.search
    ? undefined
    : { value: chosen ? (counts.find(({ state }) => state === chosen)?.count ?? 0) : run.targets }
  const failed = run.counts.failed ?? 0
  useFailedKey(() => (failed > 0 || chosen === 'failed') && list.toggle('state', 'failed'))
  return (
    <section aria-label="Targets" className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2">
        <h2 className="text-sm font-semibold">Targets</h2>
        <FilterBar
          fields={fieldsOf(counts)}
          tokens={list.tokens}
          onChange={list.setTokens}
          search={{ label: 'Search targets', value: list.search, onChange: list.setSearch, placeholder: 'Target name' }}
        >
          <Button
            size="sm"
            aria-pressed={chosen === 'failed'}
            aria-keyshortcuts="f"
            disabledReason={failed === 0 && chosen !== 'failed' ? 'None failed' : undefined}
            onClick={() => list.toggle('state', 'failed')}
          >
            {chosen === 'failed' ? 'Show all' : `Failed only (${formatCount(failed)})`}
            <kbd aria-hidden className="mono text-faint">
              f
            </kbd>
          </Button>
        </FilterBar>
      </header>
      <DataTable
        tall={(rows?.length ?? 0) <= fewRows}
        label="Targets"
        noun="targets"
        columns={targetColumns}
        rows={rows}
        rowId={({ n }) => String(n)}
        rowName={({ name }) => name}
        rowHref={(target) => targetHref(run.account, target) ?? `#target-${target.n}`}
        onOpen={({ n }) => list.setOpen(String(n))}
        openId={list.open}
        hiddenColumns={hidden}
        onHiddenColumns={setHidden}
        refreshing={page.isPlaceholderData}
        failed={failureOf(page, 'The targets')}
        empty={
          <EmptyState
            title={list.narrowed ? 'No target matches' : 'No targets yet'}
            action={list.narrowed ? <Button onClick={list.clear}>Clear filters</Button> : undefined}
          >
            {list.narrowed ? 'None fits the filters above.' : 'They are being frozen and planned.'}
          </EmptyState>
        }
        footer={
          <Pager
            shown={rows?.length ?? 0}
            total={total}
            noun="targets"
            busy={page.isPlaceholderData}
            {...list.pages(page.data?.nextCursor)}
          />
        }
      />
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <TargetDrawer run={run} openId={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </section>
  )
}
// The run itself is asked for more often; a hundred rows with their calls need not be.
const listMs = 3_000

// As many as leave the plan below them within sight; more scroll in a window of their own.
const fewRows = 15

function fieldsOf(counts: ReturnType<typeof partsOf>): FilterField[] {
  const countOf = (state: string) => counts.find((part) => part.state === state)?.count
  return [
    {
      id: 'state',
      label: 'State',
      options: Object.entries(targetStateWords).map(([value, { word }]) => ({
        value,
        label: word,
        count: countOf(value),
      })),
    },
  ]
}

/** f: what failed, and back to all. Silent while somebody types or an overlay is open. */
function useFailedKey(toggle: () => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'f' || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
    if (isTyping(event) || overlayOpen()) return
    event.preventDefault()
    toggle()
  })
  useEffect(() => {
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
