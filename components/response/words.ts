import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleSlash,
  Clock,
  Eye,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonAlert,
  OctagonX,
  ShieldCheck,
  TriangleAlert,
  UserCheck,
} from 'lucide-react'
import { shortId } from '#components/credentials/certificate-name.ts'
import type { Tone } from '#components/ui/badge.tsx'
import { formatCount, plural } from '#components/ui/format.ts'
import { type ActionId, actions, type TargetKind } from '#contract/actions.ts'
import type { ReasonCategory, RunState, RunSummary, TargetState } from '#contract/response.ts'

export type StateWord = { word: string; tone: Tone; icon: LucideIcon; meaning: string }

/** Where a run stands. What a finished one came to is said by `standingOf`, which looks at its targets, too. */
export const runStateWords: Record<RunState, StateWord> = {
  planning: { word: 'Planning', tone: 'accent', icon: LoaderCircle, meaning: 'AWS is being asked; nothing changes.' },
  'plan-failed': { word: 'Plan failed', tone: 'bad', icon: OctagonX, meaning: 'It could not be planned.' },
  planned: { word: 'Planned', tone: 'neutral', icon: CircleDashed, meaning: 'Only a plan: nobody has asked for it.' },
  'awaiting-approval': {
    word: 'Awaiting approval',
    tone: 'attention',
    icon: UserCheck,
    meaning: 'Nothing happens until a second person approves.',
  },
  rejected: { word: 'Rejected', tone: 'neutral', icon: Ban, meaning: 'The second person said no. Nothing changed.' },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock, meaning: 'Nobody decided in time. Nothing changed.' },
  queued: { word: 'Requested', tone: 'accent', icon: Hourglass, meaning: 'A worker is about to take it up.' },
  changed: {
    word: 'Facts changed',
    tone: 'attention',
    icon: TriangleAlert,
    meaning: 'AWS no longer was as planned, so no call was made.',
  },
  running: { word: 'Running', tone: 'accent', icon: LoaderCircle, meaning: 'Its calls are being made.' },
  watching: {
    word: 'Watching',
    tone: 'accent',
    icon: Eye,
    meaning: 'Its calls are made; it looks whether every session is gone.',
  },
  done: { word: 'Done', tone: 'ok', icon: CircleCheck, meaning: 'Every target has come to its end.' },
  stopped: { word: 'Stopped', tone: 'bad', icon: OctagonAlert, meaning: 'It was stopped before its end.' },
  cancelled: {
    word: 'Cancelled',
    tone: 'neutral',
    icon: CircleSlash,
    meaning: 'What had not started was left undone.',
  },
}

/** Where one target stands: requested, applied, confirmed, contained, or what came instead. */
export const targetStateWords: Record<TargetState, StateWord> = {
  planned: { word: 'Planned', tone: 'neutral', icon: CircleDashed, meaning: 'Nobody has asked for it yet.' },
  skipped: { word: 'Skipped', tone: 'neutral', icon: CircleSlash, meaning: 'Left alone; its plan says why.' },
  pending: { word: 'Requested', tone: 'accent', icon: Hourglass, meaning: 'Its first call is still to come.' },
  applying: { word: 'Applying', tone: 'accent', icon: LoaderCircle, meaning: 'Its calls are being made.' },
  applied: { word: 'Applied', tone: 'accent', icon: CircleDot, meaning: 'AWS accepted every call; not read back yet.' },
  confirmed: { word: 'Confirmed', tone: 'ok', icon: CircleCheck, meaning: 'Read back from AWS as it was meant.' },
  proving: {
    word: 'Being proved',
    tone: 'accent',
    icon: Eye,
    meaning: 'Confirmed, and seen with no live session; that has to last.',
  },
  contained: {
    word: 'Contained',
    tone: 'ok',
    icon: ShieldCheck,
    meaning: 'Confirmed, and for the settling time no look showed a live session that is its own.',
  },
  'not-contained': {
    word: 'Not contained yet',
    tone: 'bad',
    icon: TriangleAlert,
    meaning: 'Confirmed, but AWS still says that it has a live session.',
  },
  unproved: {
    word: 'Unproved',
    tone: 'unknown',
    icon: CircleHelp,
    meaning: 'Confirmed, but nothing shows that it is out.',
  },
  failed: {
    word: 'Failed',
    tone: 'bad',
    icon: OctagonX,
    meaning: 'AWS refused a call, or did not answer. It is not watched: that would prove nothing.',
  },
  'not-started': { word: 'Not started', tone: 'neutral', icon: CircleSlash, meaning: 'The run ended before it.' },
  undone: { word: 'Undone', tone: 'attention', icon: CircleSlash, meaning: 'Another run took it back.' },
}

export const categoryWords: Record<ReasonCategory, string> = {
  'compromised-credential': 'Compromised credential',
  'cloned-device': 'Cloned device',
  'lost-or-stolen': 'Lost or stolen',
  'policy-violation': 'Policy violation',
  malfunction: 'Malfunction',
  'failed-rollout': 'Failed rollout',
  'bad-version': 'Bad version',
  'wrong-target': 'Wrong target',
  decommission: 'Decommission',
  exercise: 'Exercise',
  'false-alarm': 'False alarm',
  other: 'Other',
}

const nouns: Record<TargetKind, [one: string, many: string]> = {
  thing: ['thing', 'things'],
  certificate: ['certificate', 'certificates'],
  client: ['client', 'clients'],
  'thing-group': ['thing group', 'thing groups'],
  account: ['account', 'accounts'],
  'audit-finding': ['audit finding', 'audit findings'],
  deployment: ['deployment', 'deployments'],
}

/** "3 certificates", by what an action is aimed at. `capped` says that counting stopped there. */
export function targetsInWords(kind: TargetKind, count: number, capped?: boolean) {
  return plural({ value: count, capped }, ...nouns[kind])
}

/** A target as people call it: certificates by the ends of their id, deployments with their kind as a word. */
export function nameOf(kind: TargetKind, name: string) {
  if (kind === 'certificate') return shortId(name)
  return kind === 'deployment'
    ? name.replace(/^job\//, 'job ').replace(/^greengrass\//, 'Greengrass deployment ')
    : name
}

/** "Deactivate 3 certificates", "Cut off pump-17", "Undo for 2 things": the verb with its exact object. */
export function actionPhrase(action: ActionId, { count, name, capped }: ActionObject) {
  const { label, target } = actions[action]
  if (target === 'account') return label
  // The id that AWS gives a finding says nothing to anybody.
  if (target === 'audit-finding') return `${label} to ${targetsInWords(target, count, capped)}`
  const object = name ?? targetsInWords(target, count, capped)
  return action === 'restore' ? `${label} for ${object}` : `${label} ${object}`
}
type ActionObject = {
  count: number
  /** The one target's name, as it should be said. */
  name?: string | null | undefined
  capped?: boolean | undefined
}

const openStates: readonly RunState[] = ['awaiting-approval', 'queued', 'running', 'watching']

/** Whether a run was asked for and has not come to its end. */
export function isOpen({ state }: { state: RunState }) {
  return openStates.includes(state)
}

export type Standing = Pick<RunSummary, 'action' | 'state' | 'counts'> & { undone?: boolean | undefined }

/** What a run came to or stands at, as one word with its look: green only when nothing is left to be wished. */
export function standingOf({ action, state, counts, undone }: Standing): StateWord {
  if (undone) return targetStateWords.undone
  const { failed = 0, contained = 0, proving = 0, unproved = 0, 'not-contained': adrift = 0 } = counts
  const { undone: back = 0, 'not-started': left = 0 } = counts
  if (state === 'watching' && adrift > 0) return targetStateWords['not-contained']
  // A contained target is looked at for a while longer; that makes it no less contained.
  const allThere = state === 'watching' && unsettled.every((one) => (counts[one] ?? 0) === 0)
  if (state !== 'done' && !allThere) return runStateWords[state]
  if (proving > 0) return targetStateWords.proving
  if (failed > 0) return { ...targetStateWords.failed, word: `${formatCount(failed)} failed` }
  if (adrift > 0) return { ...targetStateWords['not-contained'], word: 'Not contained' }
  if (unproved > 0) return targetStateWords.unproved
  if (left > 0) return { ...runStateWords.stopped, word: `${formatCount(left)} not started` }
  if (back > 0)
    return contained > 0 ? { ...targetStateWords.undone, word: `${formatCount(back)} undone` } : targetStateWords.undone
  return actions[action].contains && contained > 0 ? targetStateWords.contained : runStateWords.done
}

const unsettled: readonly TargetState[] = ['pending', 'applying', 'applied', 'confirmed']

/** How many targets are where, worst first: "1 failed, 2 not contained yet, 9 contained". */
export function countsInWords(counts: RunSummary['counts']) {
  return countOrder
    .filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => `${formatCount(counts[state] ?? 0)} ${targetStateWords[state].word.toLowerCase()}`)
    .join(', ')
}
const countOrder: readonly TargetState[] = [
  'failed',
  'not-contained',
  'unproved',
  'undone',
  'not-started',
  'pending',
  'applying',
  'applied',
  'confirmed',
  'proving',
  'contained',
  'skipped',
  'planned',
]

/** A measured length of time: "0.8 s", "42 s", "3 min 5 s", "1 h 12 min". */
export function duration(seconds: number) {
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`
  const whole = Math.floor(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's')
  return joined(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min')
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
