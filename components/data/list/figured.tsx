import type { ReactNode } from 'react'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { type Asked, failureOf } from './failure-of.ts'

/** Figures above a list: with a notice when they are only the last good ones, and none where they never could be read. */
export function Figured<Data>({ query, children }: FiguredProps<Data>) {
  const failed = failureOf(query, 'The figures')
  if (failed && !query.data) return null
  return (
    <>
      {failed ? <LastGoodNotice failed={failed} /> : null}
      {children(query.data)}
    </>
  )
}
type FiguredProps<Data> = {
  query: Asked & { data: Data | undefined }
  /** Given nothing while they are on their way. */
  children: (data: Data | undefined) => ReactNode
}

/** One of the figures as the title's count: null while it is read, undefined when it cannot be. */
export function counted<Data>(
  { data, error }: { data: Data | undefined; error: Error | null },
  of: (data: Data) => number | null,
) {
  if (data) return of(data) ?? undefined
  return error ? undefined : null
}
