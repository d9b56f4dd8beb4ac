'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { FindingFacts, FindingMarks, WhyAndFix, Witnesses } from './finding-parts.tsx'

/** What a drawer says about a finding; its code loads with the first drawer. */
export function FindingGlance({ id }: { id: string }) {
  const query = useQuery(api.findings.get.queryOptions({ input: { id } }))
  const failed = failureOf(query, 'This finding')
  const finding = query.data
  if (!finding)
    return failed ? (
      <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
    ) : (
      <SkeletonLines lines={8} />
    )
  return (
    <div className="flex flex-col gap-5">
      {failed ? <LastGoodNotice failed={failed} /> : null}
      <FindingMarks finding={finding} />
      <p className="text-base text-pretty">{finding.detail}</p>
      <WhyAndFix finding={finding} />
      <Witnesses finding={finding} />
      <FindingFacts finding={finding} />
    </div>
  )
}
