'use client'

import { lazy, Suspense } from 'react'
import { useAct } from './act.ts'

const ActDialog = lazy(() => import('./act-dialog.tsx').then((part) => ({ default: part.ActDialog })))
const RunFollower = lazy(() => import('./run-follower.tsx').then((part) => ({ default: part.RunFollower })))

/** Where the action dialog opens and runs are followed to their end; mounted once, after the page. */
export function ActHost() {
  const { request, opened, followed } = useAct()
  return (
    <Suspense fallback={null}>
      {opened > 0 ? <ActDialog key={opened} request={request} /> : null}
      {followed.map((id) => (
        <RunFollower key={id} id={id} />
      ))}
    </Suspense>
  )
}
