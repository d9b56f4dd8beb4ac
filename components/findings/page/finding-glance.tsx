'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { FindingFacts, FindingMarks, WhyAndFix, Witnesses } from './finding-parts.tsx'

/** What a drawer says about a finding; its code loads with the first drawer. */
export function FindingGlance({ id }: { id: string }) {
  const query = useQuery(api.findings.get.queryOptions({ input: { id } }))
  return (
    <div className="flex flex-col gap-5">
      <WhenRead query={query} what="This finding">
        {(finding) => (
          <>
            <FindingMarks finding={finding} />
            <p className="text-base text-pretty">{finding.detail}</p>
            <WhyAndFix finding={finding} />
            <Witnesses finding={finding} />
            <FindingFacts finding={finding} />
          </>
        )}
      </WhenRead>
    </div>
  )
}
