'use client'

import { useRouter } from 'next/navigation'
import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Failure } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import type { ResponseOverview } from '#contract/response.ts'
import { containmentChart, containmentInShort, containmentInWords } from './containment-chart.ts'

/** How long it took to keep devices out, run by run; a bar leads to its run. */
export function ContainmentPanel({
  data,
  failed,
}: {
  data: ResponseOverview | undefined
  failed: Failure | undefined
}) {
  const router = useRouter()
  return (
    <ChartPanel
      title="How long does it take to keep a device out?"
      note={data?.containment.length ? containmentInShort(data) : undefined}
      summary={data ? containmentInWords(data) : ''}
      data={data && containmentChart(data, (run) => router.push(links.run(run)))}
      failed={data ? undefined : failed}
      empty={
        <EmptyState title="Nothing has been contained yet">
          Measured from the request, or its approval, to the look from which on no target had a live session.
        </EmptyState>
      }
    />
  )
}
