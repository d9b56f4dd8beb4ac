'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { announce } from '#components/ui/announce.ts'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toast.ts'
import type { TrailState } from '#contract/activity.ts'
import { whyNotRole } from '#contract/roles.ts'
import { trailProblems } from './trail-badge.tsx'

const lookEveryMs = 1_000
const stuckAfterMs = 60_000

/** Has the worker verify the whole trail, and says what came of it. */
export function VerifyButton({ state }: { state: TrailState | undefined }) {
  const queries = useQueryClient()
  const role = useMe()?.role
  // The check that was the newest when this one was asked for, and when that was.
  const [asked, setAsked] = useState<{ over: string | undefined; at: number } | null>(null)
  const newest = state?.full?.checkedAt
  const waiting = asked !== null && asked.over === newest

  useEffect(() => {
    if (!asked || !state) return
    if (!waiting) {
      const found = trailProblems(state).length
      const title = found === 0 ? 'The whole trail is intact' : 'The trail has been tampered with'
      toast({ title, tone: found === 0 ? 'ok' : 'bad' })
      announce(title)
      return setAsked(null)
    }
    const look = setInterval(() => {
      if (Date.now() - asked.at > stuckAfterMs) {
        toast({ tone: 'info', title: 'Still verifying', detail: 'The result shows here when the worker has it.' })
        setAsked(null)
      } else void queries.invalidateQueries({ queryKey: api.activity.state.queryOptions().queryKey })
    }, lookEveryMs)
    return () => clearInterval(look)
  }, [asked, state, waiting, queries])

  const verify = useMutation(
    api.activity.verify.mutationOptions({
      onSuccess: () => setAsked({ over: newest, at: Date.now() }),
      onError: (error) => toast({ tone: 'bad', title: 'Not asked for', detail: error.message }),
    }),
  )
  return (
    <Button
      size="sm"
      busy={verify.isPending || waiting}
      disabledReason={whyNotRole(role, 'responder')}
      onClick={() => verify.mutate(undefined)}
    >
      Verify now
    </Button>
  )
}
