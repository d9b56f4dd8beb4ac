'use client'

import { useEffect, useState } from 'react'
import { Notice } from '#components/ui/error-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import { targetsInWords } from '../words.ts'
import { type ActRequest, closeAct } from './act.ts'

const patienceMs = 15_000
// A plan of many is long in the making with any worker.
const perTargetMs = 20
const longestMs = 120_000

/** While the worker asks AWS; says so when none answers. */
export function Planning({ about }: { about: ActRequest }) {
  const [late, setLate] = useState(false)
  const waitMs = Math.min(patienceMs + perTargetMs * (about.kind === 'plan' ? about.seen.count - 1 : 0), longestMs)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), waitMs)
    return () => clearTimeout(timer)
  }, [waitMs])
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="text-muted">
        Asking AWS about {objectOf(about)}… Nothing is changed by this.
      </p>
      {late ? (
        <div className="overflow-hidden rounded-md">
          <Notice
            action={
              <Link href={links.sync()} onClick={() => closeAct()} className="font-medium underline">
                See what the worker does
              </Link>
            }
          >
            No worker has answered for {Math.round(waitMs / 1000)} seconds. Plans are made by the worker process: start
            it if it is down. The plan appears here as soon as one takes it up.
          </Notice>
        </div>
      ) : null}
      <SkeletonLines lines={7} />
    </div>
  )
}

function objectOf(about: ActRequest) {
  if (about.kind !== 'plan') return `what run ${about.run.number} touched`
  const { count, capped, name } = about.seen
  return name ?? targetsInWords(actions[about.action].target, count, capped)
}
