'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { api } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { Run } from '#contract/response.ts'
import { actionPhrase, countsInWords, duration, standingOf } from '../words.ts'
import { openAct, stopFollowing } from './act.ts'
import { nameOf } from './consequence.ts'
import { isSettled } from './progress.ts'
import { useFollowed } from './use-run.ts'

/** Tells the end of a run whose dialog was left, with Undo where there is one. Draws nothing. */
export function RunFollower({ id }: { id: string }) {
  const queries = useQueryClient()
  const { data: run } = useFollowed(id)
  const late = useRef(false)
  const tell = useEffectEvent((at: Run) => {
    if (at.overLimit && !late.current) {
      late.current = true
      if (!isSettled(at)) toast({ ...lateNews(at), link: openLink(at) })
    }
    if (!isSettled(at)) return
    stopFollowing(id)
    toast({ ...endNews(at), link: openLink(at), ...undoAction(at) })
    // The facts that it changed are read again with the run's own pass over AWS.
    for (const key of [api.things.key(), api.certificates.key(), api.response.key()])
      void queries.invalidateQueries({ queryKey: key })
  })
  useEffect(() => {
    if (run) tell(run)
  }, [run])
  return null
}

const openLink = ({ id }: Run) => ({ label: 'Open run', href: links.run(id) })

function undoAction(run: Run) {
  if (run.undo.whyNot !== null) return {}
  return { action: { label: 'Undo…', run: () => openAct({ kind: 'undo', run }) } }
}

function titleOf({ action, target, targets }: Run) {
  const name = target && nameOf(actions[action].target, target)
  return actionPhrase(action, { count: targets, name })
}

function lateNews(run: Run) {
  return {
    tone: 'bad' as const,
    title: `${titleOf(run)}: not contained yet`,
    detail: `It takes longer than the limit of ${duration(run.containmentLimitS)}. The run goes on watching.`,
  }
}

function endNews(run: Run) {
  const { word, tone } = standingOf(run)
  const measured = run.containedInS === null ? '' : ` in ${duration(run.containedInS)}`
  const title = `${titleOf(run)}: ${word.toLowerCase()}${word === 'Contained' ? measured : ''}`
  const detail = run.targets > 1 ? countsInWords(run.counts) : (run.stopReason ?? undefined)
  return {
    tone: tone === 'ok' ? ('ok' as const) : tone === 'bad' ? ('bad' as const) : ('info' as const),
    title,
    detail,
  }
}
