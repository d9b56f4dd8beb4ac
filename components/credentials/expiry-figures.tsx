'use client'

import { useQueries } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { Figure, Figures } from '#components/ui/figure.tsx'
import { links } from '#contract/links.ts'
import { buckets } from './buckets.ts'

/** The buckets of buckets.ts as figures, each leading to its certificates. */
export function ExpiryFigures({ scope }: { scope: { account?: number } }) {
  const counts = useQueries({
    queries: buckets.map(({ filters }) => api.certificates.count.queryOptions({ input: { ...scope, ...filters } })),
  })
  return (
    <Figures>
      {buckets.map(({ label, filters, health }, at) => {
        const { data, isPending } = counts[at] ?? { isPending: true }
        return (
          <Figure
            key={label}
            label={label}
            value={data ? { value: data.count, capped: data.capped } : isPending ? undefined : null}
            health={data && data.count > 0 ? health : 'ok'}
            href={links.credentials({ ...scope, ...filters })}
          />
        )
      })}
    </Figures>
  )
}
