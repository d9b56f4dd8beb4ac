import { z } from 'zod'
import { detachCertificate } from './fleet/attachments.ts'
import type { Fleet } from './fleet/fleet.ts'
import { setConnected, setDisconnected } from './fleet/presence.ts'

const share = z.number().min(0).max(1).default(0)

/** What part of a fleet should change, each kind by its own share. */
export const churnRequest = z.strictObject({
  attributes: share.describe('things that get another firmware attribute and version'),
  connectivity: share.describe('things that connect or disconnect'),
  statuses: share.describe('active certificates that become inactive'),
  removed: share.describe('things that are deleted, with their certificates detached'),
})

/** Changes evenly spread parts of a fleet at once, for measuring what a second look costs. Returns how many of each. */
export function churn(fleet: Fleet, wanted: z.infer<typeof churnRequest>) {
  const changed = everyNth(fleet.things.items, wanted.attributes)
  for (const thing of changed) {
    thing.version++
    thing.change({ attributes: { ...thing.details.attributes, firmware: `churned-${thing.version}` } })
  }
  const moved = everyNth(fleet.things.items, wanted.connectivity).filter((thing) => !fleet.sessions.isLive(thing))
  for (const thing of moved) {
    const session = thing.details.connectivity
    if (session?.connected) setDisconnected(fleet, thing, 'CONNECTION_LOST')
    else if (session) setConnected(fleet, thing, session)
  }
  const deactivated = everyNth(fleet.certificates.items, wanted.statuses).filter(({ status }) => status === 'ACTIVE')
  for (const certificate of deactivated) {
    certificate.status = 'INACTIVE'
    certificate.modifiedAt = fleet.now()
    certificate.version++
  }
  const removed = everyNth(fleet.things.items, wanted.removed)
  for (const thing of removed) {
    for (const certificate of thing.certificates) detachCertificate(fleet, thing, certificate)
    fleet.things.remove(thing)
  }
  return {
    attributes: changed.length,
    connectivity: moved.length,
    statuses: deactivated.length,
    removed: removed.length,
  }
}

function everyNth<Item>(items: readonly Item[], share: number): Item[] {
  if (share === 0) return []
  return items.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share))
}
