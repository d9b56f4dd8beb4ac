'use client'

import { useQuery } from '@tanstack/react-query'
import { Copy, Download } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { SelectedThings } from '#components/response/act/selected-things.tsx'
import { Button } from '#components/ui/button.tsx'
import { type Count, plural } from '#components/ui/format.ts'
import type { Selection } from '#components/ui/table/selection.ts'
import { toast } from '#components/ui/toast.ts'
import type { Thing, ThingFilters } from '#contract/things.ts'
import { download, thingsToCsv } from './export-selected.ts'
import { keyOf } from './thing-key.ts'

/** What can be done with the selection; each button states its exact scope. */
export function FleetSelection({ selection, rows, exportHref, matching, total }: FleetSelectionProps) {
  const accounts = useQuery(api.accounts.list.queryOptions())
  if (selection.scope === 'matching')
    return (
      <>
        <SelectedThings chosen={everything(matching, total)} />
        <ExportButton size="sm" href={exportHref}>
          Export all matching
        </ExportButton>
      </>
    )
  const placeOf = (account: number) => accounts.data?.find(({ id }) => id === account)
  const chosen = rows.filter((row) => selection.ids.includes(keyOf(row)))
  async function copy() {
    const names = chosen.map(({ name }) => name).join('\n')
    try {
      await navigator.clipboard.writeText(names)
      toast({ tone: 'ok', title: `Copied ${plural(chosen.length, 'name')}` })
    } catch {
      toast({ tone: 'bad', title: 'The browser refused access to the clipboard', detail: names })
    }
  }
  return (
    <>
      <SelectedThings
        chosen={{
          selection: { scope: 'named', names: chosen.map(({ name }) => name) },
          count: { value: chosen.length },
          accounts: new Set(chosen.map(({ account }) => account)),
        }}
      />
      <Button size="sm" icon={<Copy aria-hidden className="size-3.5" />} onClick={copy}>
        Copy {plural(chosen.length, 'name')}
      </Button>
      <Button
        size="sm"
        icon={<Download aria-hidden className="size-3.5" />}
        onClick={() => download('things-selected.csv', thingsToCsv(chosen, placeOf))}
      >
        Export {plural(chosen.length, 'row')}
      </Button>
    </>
  )
}
type FleetSelectionProps = {
  selection: Selection
  rows: readonly Thing[]
  exportHref: string
  /** What the list shows now, and how many that is. */
  matching: ThingFilters
  total: Count | undefined
}

/** Everything the filter matches, to be frozen by the server when an action is planned. */
function everything({ account, ...filters }: ThingFilters, total: Count | undefined) {
  return {
    selection: { scope: 'things', filters } as const,
    count: total ?? { value: 0 },
    accounts: account === undefined ? ('all' as const) : new Set([account]),
  }
}
