'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { Figure, Figures } from '#components/ui/figure.tsx'
import { links } from '#contract/links.ts'
import { type Bucket, buckets } from './buckets.ts'

/** The buckets of buckets.ts as figures, each leading to its certificates. */
export function ExpiryFigures({ scope }: { scope: { account?: number } }) {
  return (
    <Figures>
      {buckets.map((bucket) => (
        <BucketFigure key={bucket.label} bucket={bucket} scope={scope} />
      ))}
    </Figures>
  )
}

function BucketFigure({ bucket: { label, filters, health }, scope }: BucketFigureProps) {
  const input = { ...scope, ...filters }
  const { data, isPending } = useQuery(api.certificates.count.queryOptions({ input }))
  return (
    <Figure
      label={label}
      value={data ? { value: data.count, capped: data.capped } : isPending ? undefined : null}
      health={data && data.count > 0 ? health : 'ok'}
      href={links.credentials(input)}
    />
  )
}
type BucketFigureProps = { bucket: Bucket; scope: { account?: number } }
