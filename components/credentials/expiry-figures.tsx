'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { links } from '#contract/links.ts'
import { type Bucket, buckets } from './buckets.ts'

/**
 * The buckets of buckets.ts as figures, each leading to its certificates. Plainer than ui/figure.tsx, whose code would
 * come with the first load of the heaviest page.
 */
export function ExpiryFigures({ scope }: { scope: { account?: number } }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-3">
      {buckets.map((bucket) => (
        <BucketFigure key={bucket.label} bucket={bucket} scope={scope} />
      ))}
    </div>
  )
}

function BucketFigure({ bucket: { label, filters, ink }, scope }: BucketFigureProps) {
  const input = { ...scope, ...filters }
  const { data, isPending } = useQuery(api.certificates.count.queryOptions({ input }))
  return (
    <Link
      href={links.credentials(input)}
      className="flex min-w-0 flex-col justify-between rounded-lg border border-line bg-surface px-4 py-3 hover:border-edge"
    >
      <span className="block text-xs text-muted">{label}</span>
      <span className={`block text-2xl font-semibold tracking-tight tabular-nums ${data?.count ? ink : ''}`}>
        {data ? (
          formatCount({ value: data.count, capped: data.capped })
        ) : isPending ? (
          <Skeleton className="my-1 h-6 w-20" />
        ) : (
          <span className="hatched rounded-sm px-2 text-lg text-unknown">Unknown</span>
        )}
      </span>
    </Link>
  )
}
type BucketFigureProps = { bucket: Bucket; scope: { account?: number } }
