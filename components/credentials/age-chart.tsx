'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatShare } from '#components/ui/format.ts'
import { links } from '#contract/links.ts'
import type { BreakdownProps } from './breakdown-panels.tsx'

/** How long certificates have been registered. Pressing a bar lists all that are at least as old. */
export function AgeChart({ breakdown, failed, freshness, scope }: BreakdownProps) {
  const router = useRouter()
  const { account } = scope
  const ages = breakdown?.ages
  const data = useMemo(() => {
    if (!ages) return undefined
    const filled = ages.some(({ count }) => count > 0)
    return {
      kind: 'bar' as const,
      series: [{ id: 'certificates', label: 'Certificates', ink: 2 as const }],
      points: filled ? ages.map(({ bucket, count }) => ({ label: bucket, values: { certificates: count } })) : [],
      onPick: (at: number) => {
        const olderThanDays = ages[at]?.olderThanDays
        const filters = olderThanDays ? { account, olderThanDays } : { account }
        router.push(links.credentials(filters), { scroll: false })
      },
    }
  }, [ages, account, router])
  return (
    <ChartPanel
      title="How long have they been in use?"
      summary={ages ? summarise(ages) : ''}
      data={data}
      failed={failed}
      freshness={freshness}
      empty={<EmptyState title="No certificate has been read yet" />}
    />
  )
}

function summarise(ages: NonNullable<BreakdownProps['breakdown']>['ages']) {
  const all = ages.reduce((sum, { count }) => sum + count, 0)
  return `${ages.map(({ bucket, count }) => `${bucket}: ${formatShare(count, all)}`).join(', ')}.`
}
