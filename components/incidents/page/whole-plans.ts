import type { ActionId } from '#contract/actions.ts'
import type { Incident, IncidentMember } from '#contract/incidents.ts'

/** As many as one plan takes by name. */
export const mostAtOnce = 1000

/** How many client IDs an incident is about: those of a common cause, or those of what people joined to it. */
export const clientsIn = ({ members, joined }: Pick<Incident, 'members' | 'joined'>) =>
  members > 1 ? members : 1 + joined.length

type Of = Pick<Incident, 'clientId' | 'thing'>

/** One way to answer for everything that a common cause or a person joined, what harms least first. */
export type WholeAnswer = {
  action: Extract<ActionId, 'disconnect-client' | 'quarantine-thing'>
  label: (count: number) => string
  why: string
  targetsOf: (incident: Of, members: readonly Pick<IncidentMember, 'clientId' | 'thing'>[]) => string[]
}

const namesOf = (names: readonly (string | null)[]) =>
  [...new Set(names.flatMap((name) => name ?? []))].slice(0, mostAtOnce)

export const wholeAnswers: readonly WholeAnswer[] = [
  {
    action: 'disconnect-client',
    label: (count) => `Disconnect all ${count.toLocaleString('en')}`,
    why: 'Closes their live sessions. Gives a moment’s rest; all may connect again. Nothing to take back.',
    targetsOf: ({ clientId }, members) => namesOf([clientId, ...members.map((one) => one.clientId)]),
  },
  {
    action: 'quarantine-thing',
    label: () => 'Quarantine their things',
    why: `Adds it to the quarantine group, whose policy denies everything. Those whose client ID is no registered thing are left out. It can be taken back as one.`,
    targetsOf: ({ thing }, members) => namesOf([thing, ...members.map((one) => one.thing)]),
  },
]
