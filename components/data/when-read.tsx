import type { ReactNode } from 'react'
import { ErrorState } from '#components/ui/error-state.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { type Asked, failureOf } from './list/failure-of.ts'

/** One answer with all its faces: on its way, failed with a retry, there, and there although it could not be renewed. */
export function WhenRead<Answer>({ query, what, until, lines = 8, children }: WhenReadProps<Answer>) {
  const failed = failureOf(query, what)
  if (query.data !== undefined)
    return (
      <>
        {failed ? <LastGoodNotice failed={failed} /> : null}
        {children(query.data)}
      </>
    )
  return (
    <>
      {until}
      {failed ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <SkeletonLines lines={lines} />
      )}
    </>
  )
}
type WhenReadProps<Answer> = {
  query: Asked & { data: Answer | undefined }
  /** Names it where it fails: "This run". */
  what: string
  /** Stands above until it is there: a page's title. */
  until?: ReactNode
  lines?: number
  children: (answer: Answer) => ReactNode
}
