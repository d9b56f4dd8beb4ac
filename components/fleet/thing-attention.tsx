'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleHelp } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'

/** What needs a person about a thing, worst first, then what nobody could look at; that nothing does only when all is known. */
export function ThingAttention({ account, name }: { account: number; name: string }) {
  const query = useQuery(api.overview.thing.queryOptions({ input: { account, name } }))
  return (
    <WhenRead query={query} what="What needs attention">
      {({ items, unknown }) => (
        <>
          {items.length === 0 ? (
            unknown.length === 0 ? (
              <p className="flex items-center gap-2 text-muted">
                <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
                Nothing needs attention: no open incident, finding or alarm, no stuck deployment, and a good credential.
              </p>
            ) : (
              <p className="flex items-center gap-2 text-unknown">
                <CircleHelp aria-hidden className="size-4 shrink-0" />
                Nothing was found, but not everything could be looked at.
              </p>
            )
          ) : null}
          <ul className="flex flex-col gap-2.5">
            {items.map(({ id, severity, title, detail, at, href }) => (
              <li key={id} className="flex flex-wrap gap-x-3 gap-y-1">
                <span className="w-20 shrink-0 pt-px">
                  <SeverityBadge severity={severity} />
                </span>
                <Said {...{ title, detail, href, at }} />
              </li>
            ))}
            {unknown.map(({ id, title, detail, href }) => (
              <li key={id} className="flex flex-wrap gap-x-3 gap-y-1">
                <span className="w-20 shrink-0 pt-px text-xs text-unknown">
                  <span className="hatched rounded-sm px-1.5 py-0.5">Unknown</span>
                </span>
                <Said {...{ title, detail, href }} />
              </li>
            ))}
          </ul>
        </>
      )}
    </WhenRead>
  )
}

function Said({ title, detail, href, at = null }: { title: string; detail: string; href: string; at?: string | null }) {
  return (
    <div className="min-w-48 flex-1">
      <Link href={href} className="font-medium text-accent hover:underline">
        {title}
      </Link>
      {at ? (
        <span className="text-muted">
          , <RelativeTime at={at} />
        </span>
      ) : null}
      <p className="break-words text-muted">{detail}</p>
    </div>
  )
}
