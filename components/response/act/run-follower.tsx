'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { api } from '#components/data/api.ts'
import { isShown, toast } from '#components/ui/toast.ts'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { Run } from '#contract/response.ts'
import { actionPhrase, countsInWords, duration, nameOf, standingOf } from '../words.ts'
import { openAct, stopFollowing } from './act.ts'
import { isSettled } from './progress.ts'
import { useFollowed } from './use-run.ts'

/** Tells the end of a run whose dialog was left, with Undo where there is one. Draws nothing. */
export function RunFollower({ id }: { id: string }) {
  const queries = useQueryClient()
  const { data: run } = useFollowed(id)
  const told = useRef('')
  const tell = useEffectEvent((at: Run) => {
    if (!isSettled(at)) {
      const news = at.overLimit ? lateNews(at) : newsOf(at)
      // Somebody who sent it away hears of it again when it is late, or at its end.
      const wanted = told.current === '' || isShown(id) || (at.overLimit && !told.current.startsWith('bad'))
      // An approval may take hours: nothing stays on screen for it.
      const lastsMs = at.state === 'awaiting-approval' ? undefined : 0
      if (wanted && told.current !== news.tone + news.title) toast({ ...news, about: id, link: openLink(at), lastsMs })
      told.current = news.tone + news.title
      return
    }
    stopFollowing(id)
    toast({ ...newsOf(at), about: id, link: openLink(at), ...undoAction(at) })
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

function newsOf(run: Run) {
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
