'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { useScope } from '#components/data/scope.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import type { Clause } from '#contract/reports.ts'
import { ClauseId } from '../marks.tsx'

/** Where a control stands in each framework, in our own words; ids that nobody compared with the text are marked. */
export function ClausesPanel({ clauses }: { clauses: readonly Clause[] }) {
  const { data } = useQuery(api.reports.frameworks.queryOptions({ input: useScope() }))
  const named = [...new Set(clauses.map(({ framework }) => framework))]
  return (
    <Panel title="In frameworks" note="IDs and our own words; the texts are their publishers’">
      {named.length === 0 ? <p className="text-muted">It stands in none of them.</p> : null}
      <ul className="flex flex-col gap-3">
        {named.map((id) => {
          const framework = data?.find((one) => one.id === id)
          return (
            <li key={id}>
              <Link href={links.scorecard(id)} className="font-medium text-accent hover:underline">
                {framework?.title ?? id}
              </Link>
              <ul className="mt-0.5 flex flex-col gap-0.5">
                {clauses
                  .filter((clause) => clause.framework === id)
                  .map((clause) => (
                    <li key={clause.id} className="flex flex-wrap items-baseline gap-x-2">
                      <ClauseId id={clause.id} verified={clause.verified} />
                      <span className="text-muted">{framework?.clauses.find((one) => one.id === clause.id)?.says}</span>
                    </li>
                  ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
