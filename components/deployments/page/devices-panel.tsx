'use client'

import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { ListTable } from '#components/data/list/list-table.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { Age } from '#components/ui/time.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { partsOf } from '../counts.ts'
import { executionWords } from '../execution-words.ts'
import { heldUp, stallWords } from '../stall-words.ts'
import { deviceColumns } from './device-columns.tsx'
import { deviceList, devicesInput } from './device-list-state.ts'

// As many as leave what stands below within sight; more scroll in a window of their own.
const fewRows = 15

/** The devices of a deployment, one or a hundred thousand; what narrows them lives in the address. */
export function DevicesPanel({ deployment }: { deployment: Deployment }) {
  const list = useList(deviceList)
  const page = useRows(api.deployments.executions.queryOptions({ input: devicesInput(deployment.id, list.input) }))
  return (
    <section aria-label="Devices" className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2">
        <h2 className="text-sm font-semibold">Devices</h2>
        <div className="min-w-0 flex-1">
          <FilterBar
            fields={fieldsOf(deployment)}
            tokens={list.tokens}
            onChange={list.setTokens}
            search={{
              label: 'Search devices',
              value: list.search,
              onChange: list.setSearch,
              placeholder: 'Thing name',
            }}
          >
            <Age at={deployment.seenAt} prefix="Counted" />
            <ExportButton size="sm" href={exportHref(deployment.id, list.input)} />
          </FilterBar>
        </div>
      </header>
      <ListTable
        tall={(page.data?.items.length ?? 0) <= fewRows}
        list={list}
        page={page}
        label="Devices"
        noun="devices"
        what="The devices"
        columns={deviceColumns}
        rowId={({ thing }) => thing}
        rowHref={({ thing, known }) => (known ? links.thing(deployment.account, thing) : '#devices')}
        noMatch="No device matches"
        empty={
          <EmptyState title="No device is known yet">
            AWS gives a deployment its devices when it begins, and they are read a little after its counts.
          </EmptyState>
        }
      />
    </section>
  )
}

function exportHref(id: string, asked: Parameters<typeof devicesInput>[1]) {
  const { id: _, cursor: __, ...shown } = devicesInput(id, asked)
  return links.executionsExport(id, shown)
}

const standingWords = { stalled: 'Stalled', waiting: 'Waiting' }

function fieldsOf({ counts, stalls, messages }: Deployment): FilterField[] {
  const parts = partsOf(counts)
  const held = heldUp(stalls)
  return [
    {
      id: 'status',
      label: 'State',
      options: Object.entries(executionWords).map(([value, { word }]) => ({
        value,
        label: word,
        count: parts.find(({ status }) => status === value)?.count,
      })),
    },
    {
      id: 'stall',
      label: 'Held up by',
      options: Object.entries(stallWords).map(([value, { word }]) => ({
        value,
        label: word,
        count: stalls.find(({ cause }) => cause === value)?.count,
      })),
    },
    {
      id: 'standing',
      label: 'Held up',
      options: (['stalled', 'waiting'] as const).map((value) => ({
        value,
        label: standingWords[value],
        count: held.find(({ standing }) => standing === value)?.count,
      })),
    },
    {
      id: 'message',
      label: 'Said',
      options: [...new Map(messages.map((one) => [one.message, one]))].map(([value, { count }]) => ({
        value,
        label: value,
        count,
      })),
    },
  ]
}
