'use client'

import { useQuery } from '@tanstack/react-query'
import { Copy, Download } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { Button } from '#components/ui/button.tsx'
import { plural } from '#components/ui/format.ts'
import type { Selection } from '#components/ui/table/selection.ts'
import { toast } from '#components/ui/toast.ts'
import type { Thing } from '#contract/things.ts'
import { download, thingsToCsv } from './export-selected.ts'
import { keyOf } from './thing-key.ts'

/** What can be done with the selection; each button states its exact scope. */
export function FleetSelection({ selection, rows, exportHref }: FleetSelectionProps) {
  const accounts = useQuery(api.accounts.list.queryOptions())
  if (selection.scope === 'matching')
    return (
      <ExportButton size="sm" href={exportHref}>
        Export all matching
      </ExportButton>
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
type FleetSelectionProps = { selection: Selection; rows: readonly Thing[]; exportHref: string }
