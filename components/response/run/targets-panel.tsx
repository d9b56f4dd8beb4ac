'use client'

import { lazy, useEffect, useEffectEvent } from 'react'
import { api } from '#components/data/api.ts'
import { ListTable } from '#components/data/list/list-table.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { formatCount } from '#components/ui/format.ts'
import { isTyping, overlayOpen } from '#components/ui/keyboard.ts'
import type { Run } from '#contract/response.ts'
import { pollMs } from '../act/use-run.ts'
import { targetStateWords } from '../words.ts'
import { partsOf } from './progress-of.ts'
import { targetColumns } from './target-columns.tsx'
import { targetHref } from './target-links.ts'
import { targetList } from './target-list-state.ts'
import { targetsInput } from './targets-input.ts'

const TargetDrawer = lazy(() => import('./target-drawer.tsx').then((part) => ({ default: part.TargetDrawer })))

/** A run's targets, one or a hundred thousand: filter and drawer live in the address, f shows what failed. */
export function TargetsPanel({ run }: { run: Run }) {
  const list = useList(targetList)
  const page = useRows({
    ...api.response.targets.queryOptions({ input: targetsInput(run.id, list.input) }),
    refetchInterval: pollMs(run) === false ? false : listMs,
  })
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
      <ListTable
        tall={(page.data?.items.length ?? 0) <= fewRows}
        list={list}
        page={page}
        label="Targets"
        noun="targets"
        what="The targets"
        columns={targetColumns}
        rowId={({ n }) => String(n)}
        rowName={({ name }) => name}
        rowHref={(target) => targetHref(run.account, target) ?? `#target-${target.n}`}
        total={total}
        noMatch="No target matches"
        empty={<EmptyState title="No targets yet">They are being frozen and planned.</EmptyState>}
        drawer={(over) => <TargetDrawer run={run} {...over} />}
      />
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
