import { CircleDashed, CircleHelp, type LucideIcon, Plug, Unplug } from 'lucide-react'
import type { Health, Tone } from '#components/ui/badge.tsx'
import type { CredentialHealth, Presence } from '#contract/health.ts'

/** Credential health of a thing: a word, a look and what it means for the device. In order of urgency. */
export const healthWords: Record<CredentialHealth, { word: string; health: Health; meaning: string }> = {
  expired: { word: 'Expired', health: 'bad', meaning: 'Every active certificate it has is past its last day.' },
  expiring: { word: 'Expiring', health: 'attention', meaning: 'Its last active certificate expires within 30 days.' },
  inactive: { word: 'Inactive', health: 'attention', meaning: 'It has certificates, but none of them is active.' },
  none: { word: 'No certificate', health: 'attention', meaning: 'No certificate is attached to it.' },
  unknown: { word: 'Unknown', health: 'unknown', meaning: 'Its certificates have not been read from AWS yet.' },
  valid: { word: 'Valid', health: 'ok', meaning: 'An active certificate is valid for more than 30 days.' },
}

type PresenceWord = { word: string; tone: Tone; ink: string; icon: LucideIcon; meaning: string }

export const presenceWords: Record<Presence, PresenceWord> = {
  connected: {
    word: 'Connected',
    tone: 'ok',
    ink: 'text-ok',
    icon: Plug,
    meaning: 'The fleet index says it has a session.',
  },
  disconnected: {
    word: 'Disconnected',
    tone: 'neutral',
    ink: 'text-muted',
    icon: Unplug,
    meaning: 'The fleet index says its last session ended.',
  },
  'never-connected': {
    word: 'Never connected',
    tone: 'attention',
    ink: 'text-attention',
    icon: CircleDashed,
    meaning: 'The fleet index has no session of it on record.',
  },
  unknown: {
    word: 'Unknown',
    tone: 'unknown',
    ink: 'text-unknown',
    icon: CircleHelp,
    meaning: 'AWS does not tell: fleet indexing does not cover connectivity.',
  },
}
