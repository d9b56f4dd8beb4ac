'use client'

import { useQuery } from '@tanstack/react-query'
import { OctagonAlert } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import { api } from './api.ts'

const lookEveryMs = 20_000

/** Said above every page while no worker is at work: without one nothing new is read, and no action goes on. */
export function WorkerNotice() {
  const { data } = useQuery({
    ...api.sync.worker.queryOptions(),
    // No page waits for it: the first look is a while after it was opened.
    initialData: { silentSince: null },
    staleTime: lookEveryMs,
    refetchInterval: lookEveryMs,
  })
  if (!data.silentSince) return null
  return (
    <div
      role="alert"
      className="flex items-center gap-3 border-b border-bad bg-bad-soft px-4 py-2 md:px-6 print:hidden"
    >
      <OctagonAlert aria-hidden className="size-4 shrink-0 text-bad" />
      <p className="min-w-0 flex-1">
        <span className="font-semibold text-bad">No worker is at work</span>, last seen{' '}
        <RelativeTime at={data.silentSince} />. Nothing new is read from AWS, no action goes on, no report is made. What
        is under way goes on when one is started again.{' '}
        <Link href={links.sync()} className="font-medium underline">
          Sync
        </Link>
      </p>
    </div>
  )
}
