'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
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
  const page = useQuery({
    ...api.deployments.executions.queryOptions({ input: devicesInput(deployment.id, list.input) }),
    placeholderData: keepPreviousData,
  })
  const [hidden, setHidden] = useColumns(deviceList.page, deviceColumns)
  const rows = page.data?.items
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
      <DataTable
        tall={(rows?.length ?? 0) <= fewRows}
        label="Devices"
        noun="devices"
        columns={deviceColumns}
        rows={rows}
        rowId={({ thing }) => thing}
        rowHref={({ thing, known }) => (known ? links.thing(deployment.account, thing) : '#devices')}
        hiddenColumns={hidden}
        onHiddenColumns={setHidden}
        refreshing={page.isPlaceholderData}
        failed={failureOf(page, 'The devices')}
        empty={
          <EmptyState
            title={list.narrowed ? 'No device matches' : 'No device is known yet'}
            action={list.narrowed ? <Button onClick={list.clear}>Clear filters</Button> : undefined}
          >
            {list.narrowed
              ? 'None fits the filters above.'
              : 'AWS gives a deployment its devices when it begins, and they are read a little after its counts.'}
          </EmptyState>
        }
        footer={
          <Pager
            shown={rows?.length ?? 0}
            noun="devices"
            busy={page.isPlaceholderData}
            {...list.pages(page.data?.nextCursor)}
          />
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
