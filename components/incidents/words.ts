import {
  Activity,
  Archive,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleSlash,
  Copy,
  Cpu,
  GitMerge,
  HelpCircle,
  IdCard,
  ListChecks,
  type LucideIcon,
  ShieldCheck,
  SquareStack,
  WifiOff,
} from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'
import type { Cause, IncidentState, IncidentSummary, Severity } from '#contract/incidents.ts'

type Said = { word: string; tone: Tone; icon: LucideIcon; meaning: string }

/** Where an incident stands, in the order in which it moves on. */
export const stateWords: Record<IncidentState, Said> = {
  new: { word: 'New', tone: 'attention', icon: CircleDashed, meaning: 'Nobody has looked at it yet.' },
  triaged: { word: 'Triaged', tone: 'accent', icon: CircleDot, meaning: 'Somebody has taken it up.' },
  contained: {
    word: 'Contained',
    tone: 'ok',
    icon: ShieldCheck,
    meaning: 'A response run on one of its sides was shown to keep it out.',
  },
  resolved: { word: 'Resolved', tone: 'ok', icon: CircleCheck, meaning: 'Its cause is removed, as somebody says.' },
  closed: { word: 'Closed', tone: 'neutral', icon: Archive, meaning: 'Nothing is left to be done.' },
  dismissed: {
    word: 'Dismissed',
    tone: 'neutral',
    icon: CircleSlash,
    meaning: 'Put aside for a time, with a reason. It comes back by itself when it gets worse.',
  },
  merged: { word: 'Merged', tone: 'neutral', icon: GitMerge, meaning: 'Joined to another incident.' },
}

/** What kind of conflict it is. */
export const causeWords: Record<Cause, { word: string; short: string; icon: LucideIcon; meaning: string }> = {
  'same-credential-two-places': {
    word: 'Same credential from two places',
    short: 'Same credential, two places',
    icon: Copy,
    meaning: 'A cloned device, or a certificate that was shared.',
  },
  'two-credentials-one-client-id': {
    word: 'Two credentials, one client ID',
    short: 'Two credentials, one ID',
    icon: IdCard,
    meaning: 'A collision of names, or an impersonation that a policy allows.',
  },
  'second-process': {
    word: 'Second process on the same device',
    short: 'Second process',
    icon: SquareStack,
    meaning: 'Two programs on one device connect under one name.',
  },
  'flapping-link': {
    word: 'Flapping link',
    short: 'Flapping link',
    icon: WifiOff,
    meaning: 'The device displaces its own dead session when its network comes back.',
  },
  'client-or-sdk-bug': {
    word: 'Client or SDK bug',
    short: 'Client or SDK bug',
    icon: Cpu,
    meaning: 'Many devices of one kind do it at once.',
  },
  undecided: {
    word: 'Undecided',
    short: 'Undecided',
    icon: HelpCircle,
    meaning: 'What is known fits several causes, or none well enough.',
  },
  'unusual-behaviour': {
    word: 'Unusual behaviour',
    short: 'Unusual behaviour',
    icon: Activity,
    meaning: 'An alarm of a security profile opened it. No client ID is fought over.',
  },
  finding: {
    word: 'What a check found',
    short: 'A finding',
    icon: ListChecks,
    meaning: 'A rule opened it for findings. No client ID is fought over.',
  },
}

/** Whether a client ID is fought over; what alarms and findings opened is none until somebody is thrown out. */
export const isConflict = ({ cause, kicks }: Pick<IncidentSummary, 'cause' | 'kicks'>) =>
  kicks > 0 || (cause !== 'unusual-behaviour' && cause !== 'finding')

/** A cause within a sentence: only its first letter is small, for SDK stays SDK. */
export function causeInSentence(cause: Cause) {
  const { word } = causeWords[cause]
  return word.charAt(0).toLowerCase() + word.slice(1)
}

export const severityWords: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
}

/** How much one line of evidence counts, in words; its sign is said apart. */
export function weightInWords(weight: number) {
  const size = Math.abs(weight)
  if (size >= 4) return 'decisive'
  if (size >= 2.5) return 'strong'
  return size >= 1.5 ? 'moderate' : 'weak'
}

/** "6.2 a minute", "9 an hour": the unit that leaves a number one can read. */
export function rateInWords(perMinute: number) {
  if (perMinute <= 0) return 'none now'
  if (perMinute >= 1) return `${trimmed(perMinute)} a minute`
  const perHour = perMinute * 60
  return perHour >= 1 ? `${trimmed(perHour)} an hour` : 'less than one an hour'
}

const trimmed = (value: number) => (value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(1))))

const feedNames: Record<string, string> = {
  'connection-log': 'AWS IoT logs',
  'connection-log-backfill': 'AWS IoT logs, earlier days',
  'lifecycle-events': 'Presence events',
  presence: 'Fleet index',
  'audit-findings': 'Device Defender audits',
}

/** A source of connection records as people call it. */
export const feedName = (feed: string) => feedNames[feed] ?? feed
