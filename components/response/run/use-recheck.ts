'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '#components/data/api.ts'
import type { Run } from '#contract/response.ts'

const patienceMs = 20_000
const pollMs = 1_000

/**
 * Has the plan computed again from fresh facts as soon as somebody who may decide opens it. 'late': the worker has not
 * answered for a while; 'failed': it could not be asked.
 */
export function useRecheck(run: Run, wanted: boolean) {
  const queries = useQueryClient()
  const { queryKey } = api.response.get.queryOptions({ input: { id: run.id } })
  const [before, setBefore] = useState<string | null | undefined>()
  const [late, setLate] = useState(false)
  const ask = useMutation(
    api.response.recheck.mutationOptions({ onSuccess: (answer) => queries.setQueryData(queryKey, answer) }),
  )
  const at = run.recheck?.at ?? null
  const pending = before !== undefined && at === before && !ask.isError

  const { mutate } = ask
  const again = () => {
    setBefore(at)
    setLate(false)
    mutate({ id: run.id })
  }
  const latest = useRef(again)
  useEffect(() => {
    latest.current = again
  })
  // One look asks once, also where effects run twice.
  const asked = useRef(false)
  useEffect(() => {
    if (!wanted || asked.current) return
    asked.current = true
    latest.current()
  }, [wanted])

  useEffect(() => {
    if (!pending) return
    const poll = setInterval(() => void queries.invalidateQueries({ queryKey: api.response.key() }), pollMs)
    const giveUp = setTimeout(() => setLate(true), patienceMs)
    return () => {
      clearInterval(poll)
      clearTimeout(giveUp)
    }
  }, [pending, queries])

  const state = ask.isError ? 'failed' : pending ? (late ? 'late' : 'asking') : at === null ? 'none' : 'done'
  return { state, error: ask.error, again } as const
}
