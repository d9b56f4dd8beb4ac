import {
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePause,
  Hourglass,
  type LucideIcon,
  OctagonAlert,
  TriangleAlert,
} from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'
import type { CertificateStatus, Concern, Expiry } from '#contract/health.ts'

type Word = { word: string; tone: Tone; icon: LucideIcon; meaning: string }

/** AWS's certificate statuses: a word, a look, and what each means for a device (AWS IoT, UpdateCertificate). */
export const statusWords: Record<CertificateStatus, Word> = {
  ACTIVE: { word: 'Active', tone: 'ok', icon: CircleCheck, meaning: 'Devices that hold its key can connect.' },
  INACTIVE: {
    word: 'Inactive',
    tone: 'neutral',
    icon: CirclePause,
    meaning: 'AWS IoT refuses it. It can be made active again.',
  },
  REVOKED: {
    word: 'Revoked',
    tone: 'neutral',
    icon: Ban,
    meaning: 'AWS IoT refuses it for good: a revoked certificate never changes status again.',
  },
  PENDING_TRANSFER: {
    word: 'Pending transfer',
    tone: 'attention',
    icon: Hourglass,
    meaning: 'Offered to another AWS account, which has not answered yet.',
  },
  PENDING_ACTIVATION: {
    word: 'Pending activation',
    tone: 'attention',
    icon: Hourglass,
    meaning: 'Registered through its CA, and waits to be activated.',
  },
  REGISTER_INACTIVE: {
    word: 'Register inactive',
    tone: 'neutral',
    icon: CirclePause,
    meaning: 'A status AWS no longer uses. It cannot connect.',
  },
  UNKNOWN: {
    word: 'Unknown',
    tone: 'unknown',
    icon: CircleHelp,
    meaning: 'Known only through a link, and not read from AWS yet.',
  },
}

export const expiryWords: Record<Expiry, Word> = {
  expired: { word: 'Expired', tone: 'bad', icon: OctagonAlert, meaning: 'Its last day has passed.' },
  expiring: { word: 'Expiring', tone: 'attention', icon: TriangleAlert, meaning: 'It expires within 30 days.' },
  valid: { word: 'Valid', tone: 'ok', icon: CircleCheck, meaning: 'It expires in more than 30 days.' },
  'not-yet-valid': {
    word: 'Not yet valid',
    tone: 'attention',
    icon: Hourglass,
    meaning: 'Its first day is still to come.',
  },
  unknown: { word: 'Unknown', tone: 'unknown', icon: CircleHelp, meaning: 'Its dates have not been read yet.' },
}

type ConcernWord = { word: string; short: string; meaning: string; tone: 'bad' | 'attention' | 'unknown' }

/** Why a certificate that can connect deserves a look, apart from its dates. Order is the order of urgency. */
export const concernWords: Record<Concern, ConcernWord> = {
  shared: {
    word: 'Shared by several things',
    short: 'Shared',
    tone: 'bad',
    meaning: 'One stolen key speaks for every thing it is attached to, and revoking it cuts all of them off.',
  },
  unattached: {
    word: 'Attached to nothing',
    short: 'Unattached',
    tone: 'attention',
    meaning: 'No thing answers for it, yet whoever holds its key can connect.',
  },
  leftover: {
    word: 'One of several active on a thing',
    short: 'Several active',
    tone: 'attention',
    meaning: 'Its thing has another active one, as after an unfinished rotation.',
  },
  'no-policy': {
    word: 'Without a policy',
    short: 'No policy',
    tone: 'attention',
    meaning: 'No policy reaches it, directly or through a thing group, so AWS IoT permits it nothing.',
  },
  'pending-too-long': {
    word: 'Pending too long',
    short: 'Pending too long',
    tone: 'attention',
    meaning: 'It waits to be activated or accepted for longer than it should.',
  },
  'links-unknown': {
    word: 'Links not read yet',
    short: 'Links not read',
    tone: 'unknown',
    meaning: 'Its things and policies have not been read from AWS yet.',
  },
}

/** AWS's status text as a word, also when AWS invents a new one. */
export function statusWord(status: string): Word {
  const known = Object.entries(statusWords).find(([name]) => name === status)
  return known ? known[1] : { ...statusWords.UNKNOWN, word: status, meaning: 'A status this console does not know.' }
}

/** A record's entries with their own key type: safe for the records above, which are literals with no other key. */
export function entriesOf<Key extends string, Value>(record: Record<Key, Value>) {
  return Object.entries(record) as [Key, Value][]
}
