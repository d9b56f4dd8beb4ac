import { shortId } from '#components/credentials/certificate-name.ts'
import type { ActionId } from '#contract/actions.ts'
import type { Cause, Incident, Party } from '#contract/incidents.ts'
import { whyNotDeactivate } from '#contract/why-not.ts'
import { sideNames } from './side-words.ts'

type Planned = Exclude<ActionId, 'restore'>

/** One way to answer, what it aims at, and why it cannot be taken; `target` is what the plan is asked about. */
export type Answer = {
  key: string
  action: Planned
  label: string
  target: string
  name: string
  why: string
  whyNot: string | undefined
}

const unknownCredential = 'No record says which certificate this side uses'
const notOurs = 'Its credential is not one of the certificates that were read'
const unknownThing = 'It belongs to no registered thing'

type About = Pick<Incident, 'cause' | 'clientId' | 'thing' | 'sides'>

/**
 * The answers that fit the cause, what can be undone first, and of that what harms least first. `unready`: why the account
 * cannot quarantine anything.
 */
export function answersTo(incident: About, unready?: string): Answer[] {
  const { cause, clientId, sides } = incident
  // A policy, say, has no session to close.
  if (cause === 'finding' && sides.length === 0 && incident.thing === null) return []
  const names = sideNames(sides)
  const disconnect: Answer = {
    key: 'disconnect',
    action: 'disconnect-client',
    label: `Disconnect ${clientId}`,
    target: clientId,
    name: clientId,
    why: 'Closes the live session, whoever has it. Gives a moment’s rest; both may connect again. Nothing to take back.',
    whyNot: undefined,
  }
  // Of two credentials, the one that has no right to the name is the one to shut out.
  const suspects = cause === 'two-credentials-one-client-id' ? strangersFirst(sides, clientId) : sides
  const certificates = oncePer(suspects, ({ principal, key }) => principal ?? key).map((side) =>
    deactivate(side, names.get(side.key) ?? '', sides),
  )
  const things = oncePer(
    suspects.filter(({ thing }) => thing !== null),
    ({ thing }) => thing ?? '',
  ).map((side) => cutOff(side.thing, unready))
  const cut = things.length > 0 ? things : [cutOff(incident.thing, unready)]
  return ordered(cause, { disconnect: [disconnect], certificates, cut })
}

function strangersFirst(sides: readonly Party[], clientId: string) {
  return sides.toSorted((a, b) => Number(a.thing === clientId) - Number(b.thing === clientId))
}

function deactivate(side: Party, name: string, sides: readonly Party[]): Answer {
  const { certificate, certificateStatus, principal, key } = side
  const users = principal === null ? 1 : sides.filter((one) => one.principal === principal).length
  return {
    key: `certificate-${key}`,
    action: 'deactivate-certificate',
    label: certificate ? `Deactivate ${shortId(certificate)}` : `Deactivate the certificate of side ${name}`,
    target: certificate ?? '',
    name: certificate ? shortId(certificate) : '',
    why:
      users > 1
        ? `${inWords(users, sides.length)} use this certificate, so ${users > 2 ? 'all' : 'both'} are kept out until it is reactivated.`
        : `Keeps side ${name} out until it is reactivated.`,
    whyNot: certificate
      ? whyNotDeactivate({ status: certificateStatus ?? 'ACTIVE' })
      : principal
        ? notOurs
        : unknownCredential,
  }
}

function inWords(users: number, sides: number) {
  if (users < sides) return `${users} sides`
  return users > 2 ? `All ${users} sides` : 'Both sides'
}

function cutOff(thing: string | null, unready: string | undefined): Answer {
  return {
    key: `thing-${thing ?? ''}`,
    action: 'cut-off-thing',
    label: thing ? `Cut off ${thing}` : 'Cut off the thing',
    target: thing ?? '',
    name: thing ?? '',
    why: unready
      ? `Deactivates its own certificates, closes its sessions, and watches until it is out. It is not quarantined: ${unready}`
      : 'Deactivates its own certificates, quarantines it where the account has its quarantine group, closes its sessions, and watches until it is out.',
    whyNot: thing ? undefined : unknownThing,
  }
}

type Ways = Record<'disconnect' | 'certificates' | 'cut', Answer[]>

// What ends a conflict for good comes first where a credential is out of hand; where nobody is hostile, the gentlest.
const order: Record<Cause, readonly (keyof Ways)[]> = {
  'same-credential-two-places': ['certificates', 'cut', 'disconnect'],
  'two-credentials-one-client-id': ['certificates', 'cut', 'disconnect'],
  'second-process': ['disconnect', 'certificates', 'cut'],
  'flapping-link': ['disconnect', 'certificates', 'cut'],
  'client-or-sdk-bug': ['disconnect', 'certificates', 'cut'],
  undecided: ['disconnect', 'certificates', 'cut'],
  'unusual-behaviour': ['cut', 'certificates', 'disconnect'],
  finding: ['cut', 'certificates', 'disconnect'],
}

const ordered = (cause: Cause, ways: Ways) => order[cause].flatMap((way) => ways[way])

function oncePer(sides: readonly Party[], keyOf: (side: Party) => string) {
  return [...new Map(sides.toReversed().map((side) => [keyOf(side), side])).values()].toReversed()
}
