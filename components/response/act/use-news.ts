'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { api } from '#components/data/api.ts'
import { announce } from '#components/ui/announce.ts'
import type { Run } from '#contract/response.ts'
import { countsInWords, duration, standingOf } from '../words.ts'
import { consequenceOf } from './consequence.ts'
import { isSettled } from './progress.ts'

/** Speaks what a run comes to, once each, and has the pages behind read again once it has changed something. */
export function useNews(run: Run | undefined, open: boolean) {
  const queries = useQueryClient()
  const standing = run && standingOf(run).word
  const settled = run !== undefined && isSettled(run)
  const tell = useEffectEvent(() => {
    if (run && open) announce(newsOf(run))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when these words change, not on every answer
  useEffect(tell, [run?.state, standing, run?.digest])
  useEffect(() => {
    if (!settled) return
    for (const key of [api.things.key(), api.certificates.key(), api.response.key()])
      void queries.invalidateQueries({ queryKey: key })
  }, [settled, queries])
}

function newsOf(run: Run): string {
  if (run.state === 'planning') return 'Asking AWS'
  if (run.state === 'planned' && run.plan) return `Plan ready. ${consequenceOf({ ...run, plan: run.plan })}`
  const { word, meaning } = standingOf(run)
  if (run.containedInS !== null && word === 'Contained') return `Contained in ${duration(run.containedInS)}`
  return `${word}. ${run.targets > 1 ? countsInWords(run.counts) : meaning}`
}
