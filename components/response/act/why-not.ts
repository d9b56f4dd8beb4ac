import type { ActionId } from '#contract/actions.ts'
import type { Responder } from '#contract/response-settings.ts'
import { type Role, whyNotRole } from '#contract/roles.ts'
import type { Thing, ThingDetail } from '#contract/things.ts'
import { whyNotQuarantine } from '#contract/why-not.ts'

type Standing = {
  role: Role | undefined
  needs: Role
  readOnly: boolean | undefined
  responder: Pick<Responder, 'whyNot'> | undefined
}

/** Why an action cannot be asked for at all here and now, in words for the button; the server asks the same again. */
export function whyNotAct({ role, needs, readOnly, responder }: Standing): string | undefined {
  const wrongRole = whyNotRole(role, needs)
  if (wrongRole) return wrongRole
  if (readOnly) return 'Actions are switched off for everybody. An admin can allow them in Settings, Response.'
  return responder?.whyNot ?? undefined
}

/** Whether a thing is a direct member of the quarantine group. */
export function isQuarantined({ groups }: { groups: readonly string[] }, group: string | undefined) {
  return group !== undefined && groups.includes(group)
}

/** All names of the groups that a thing is in itself, billing groups left out. */
export function groupsOf({ allGroups }: Pick<ThingDetail, 'allGroups'>) {
  return allGroups.filter(({ billing }) => !billing).map(({ name }) => name)
}

type Known = Pick<Thing, 'goneAt' | 'presence' | 'activeCertificates'> & { groups: readonly string[] }
type Quarantine = Pick<Responder, 'quarantine' | 'quarantineGroup'> | undefined

/** Why one action on a thing would be for nothing, as far as the console knows; the plan asks AWS. */
export function whyNotThing(action: ActionId, thing: Known, setup: Quarantine): string | undefined {
  if (thing.goneAt) return 'AWS no longer lists it'
  const quarantined = isQuarantined(thing, setup?.quarantineGroup)
  switch (action) {
    case 'cut-off-thing':
      return quarantined && thing.activeCertificates === 0 && thing.presence !== 'connected'
        ? 'It is quarantined, without an active certificate, and not connected'
        : undefined
    case 'quarantine-thing':
      return quarantined ? `It is in ${setup?.quarantineGroup} already` : setup && whyNotQuarantine(setup)
    case 'release-thing':
      return setup && !quarantined ? `It is not in ${setup.quarantineGroup}` : undefined
    default:
      return undefined
  }
}

/** Why a selection cannot be one run: it is frozen in one account, because AWS and its quotas are. */
export function whyNotAccounts(accounts: ReadonlySet<number> | 'all'): string | undefined {
  if (accounts === 'all') return 'A run acts in one account. Choose one at the top of the page, then select again.'
  if (accounts.size < 2) return undefined
  return `These are in ${accounts.size} accounts, and a run acts in one. Choose one at the top of the page, or select rows of one only.`
}
