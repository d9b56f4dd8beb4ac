import type { NeverTouchRule } from '#contract/response-settings.ts'
import type { SessionFacts, TargetFacts } from '../../action.ts'
import { type AskingParts, CannotPlan } from '../plan-parts.ts'
import type { PlannedRun } from '../planned-run.ts'
import type { Asked } from '../refresh/asked.ts'
import type { Depth } from '../refresh/depth.ts'
import { type Fresh, nothingFresh } from '../refresh/fresh.ts'
import type { Quarantine } from '../refresh/quarantine.ts'
import { readSessions } from '../refresh/read-sessions.ts'
import { refreshBatch } from '../refresh/refresh-batch.ts'
import { refreshGroups } from '../refresh/refresh-groups.ts'
import { auditFindingTargets } from './audit-finding-facts.ts'
import { certificateTargets } from './certificate-facts.ts'
import { clientTargets } from './client-facts.ts'
import { deploymentTargets } from './deployment-facts.ts'
import type { FactsSource } from './facts-source.ts'
import { groupTargets } from './group-facts.ts'
import { thingTargets } from './thing-facts.ts'
import { undoneRun, undoTargets } from './undo-facts.ts'

/** Facts of some targets in their order, and of every session that may be concerned. */
export type BatchFacts = { targets: TargetFacts[]; sessions: Map<string, SessionFacts> }

type Around = {
  asked: Asked
  quarantine: Quarantine
  depth: Depth
  listed: ReadonlySet<string> | undefined
  neverTouch: readonly NeverTouchRule[]
  feeds: ReadonlyMap<string, Date | null>
  targets: { kind: string; name: string }[]
}

/** Asks AWS about some targets as deep as is affordable, and loads what is known of them then. */
export async function batchFacts(parts: AskingParts, run: PlannedRun, around: Around): Promise<BatchFacts> {
  const { asked, depth, targets, neverTouch, feeds, listed } = around
  const names = targets.map(({ name }) => name)
  const askedAt = parts.now()
  const source = (fresh: Fresh): FactsSource => ({
    run: run.id,
    sql: parts.pool,
    account: run.account,
    fresh,
    askedAt,
    neverTouch,
    feeds,
    statusesListed: listed !== undefined,
  })
  const withSessions = async (fresh: Fresh, load: () => Promise<BatchFacts>): Promise<BatchFacts> => {
    const facts = await load()
    if (!depth.sessions || facts.sessions.size > mostSessions) return facts
    await readSessions(parts, asked, [...facts.sessions.keys()], fresh)
    return load()
  }

  if (run.action === 'restore') {
    const undone = await undoneRun(parts, run.id)
    if (!undone) throw new CannotPlan('There is no run that it would undo.')
    return { targets: await undoTargets(parts, source(nothingFresh()), undone, targets), sessions: new Map() }
  }
  switch (run.kind) {
    case 'thing': {
      const fresh = await refreshBatch(parts, asked, run.account, { things: names, certificates: [] }, depth, listed)
      return withSessions(fresh, () => thingTargets(source(fresh), names, run.responder.quarantineGroup))
    }
    case 'certificate': {
      const fresh = await refreshBatch(parts, asked, run.account, { things: [], certificates: names }, depth, listed)
      return withSessions(fresh, async () => {
        const found = await certificateTargets(source(fresh), names)
        return { targets: found, sessions: sessionsIn(found.flatMap(({ sessions }) => sessions)) }
      })
    }
    case 'client': {
      const fresh = nothingFresh()
      return withSessions(fresh, async () => {
        const found = await clientTargets(source(fresh), names)
        return { targets: found, sessions: sessionsIn(found.map(({ session }) => session)) }
      })
    }
    case 'thing-group': {
      const attached = await refreshGroups(parts, asked, run.account, names)
      return { targets: await groupTargets(source(nothingFresh()), names, attached), sessions: new Map() }
    }
    case 'audit-finding': {
      const found = await auditFindingTargets(parts, source(nothingFresh()), names, run.options)
      return { targets: found, sessions: new Map() }
    }
    case 'deployment':
      return { targets: await deploymentTargets(parts, source(nothingFresh()), run, names), sessions: new Map() }
    case 'account':
      return { targets: names.map(() => ({ ...around.quarantine.facts, neverTouch: null })), sessions: new Map() }
  }
}

// A certificate may be shared by thousands; asking for so many sessions would hold up the plan.
const mostSessions = 500

const sessionsIn = (sessions: SessionFacts[]) => new Map(sessions.map((session) => [session.clientId, session]))
