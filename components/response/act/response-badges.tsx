'use client'

import { ShieldBan } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { actions } from '#contract/actions.ts'
import { links } from '#contract/links.ts'
import type { ThingDetail } from '#contract/things.ts'
import { isOpen, standingOf } from '../words.ts'
import { isSettled } from './progress.ts'
import { useResponder } from './use-rights.ts'
import { type Touched, useRunsOf } from './use-runs-of.ts'
import { groupsOf, isQuarantined } from './why-not.ts'

/** Whether it is in the quarantine group, and which run is under way with it. */
export function ThingResponseBadges({ thing }: { thing: ThingDetail }) {
  const group = useResponder(thing.account)?.quarantineGroup
  return (
    <>
      {isQuarantined({ groups: groupsOf(thing) }, group) ? (
        <Badge tone="attention" icon={ShieldBan} tip={`In ${group}, whose policy denies everything`}>
          Quarantined
        </Badge>
      ) : null}
      <OpenRunBadge touched={{ account: thing.account, thing: thing.name }} />
    </>
  )
}

const useOpenRun = (touched: Touched) => useRunsOf(touched).data?.items.find((one) => isOpen(one) && !isSettled(one))

/** The same as a line among what needs attention: what it means that it stands so. */
export function OpenRunNote({ touched }: { touched: Touched }) {
  const run = useOpenRun(touched)
  if (!run) return null
  const { word, meaning } = standingOf(run)
  return (
    <p>
      <Link href={links.run(run.id)} className="font-medium text-accent underline">
        {actions[run.action].label}: {word.toLowerCase()}
      </Link>
      <span className="block text-muted">{meaning}</span>
    </p>
  )
}

/** The run that is under way, with where it stands; leads to its page. */
export function OpenRunBadge({ touched }: { touched: Touched }) {
  const run = useOpenRun(touched)
  if (!run) return null
  const { word, tone, icon, meaning } = standingOf(run)
  return (
    <Link href={links.run(run.id)} className="hover:underline">
      <Badge tone={tone} icon={icon} tip={meaning}>
        {actions[run.action].label}: {word.toLowerCase()}
      </Badge>
    </Link>
  )
}
