import type { Tone } from '#components/ui/badge.tsx'
import type { SoftwareDrift, Unupdatable } from '#contract/deployments.ts'

/** How what runs differs from what is meant. */
export const driftWords: Record<SoftwareDrift['kind'], { word: string; tone: Tone; meaning: string }> = {
  behind: { word: 'Behind', tone: 'attention', meaning: 'It runs less than is meant for it.' },
  downgrade: { word: 'Downgrade', tone: 'bad', meaning: 'Its version went backwards.' },
  unannounced: { word: 'Unannounced', tone: 'bad', meaning: 'Its version changed, and no deployment brought that.' },
  ahead: { word: 'Ahead', tone: 'neutral', meaning: 'It runs more than is meant for it.' },
  other: { word: 'Different', tone: 'unknown', meaning: 'Not the one that is meant; nothing tells which is newer.' },
}

/** Why a thing cannot be updated. */
export const whyWords: Record<Unupdatable['why'], string> = {
  'no-agent': 'No agent',
  'type-unsupported': 'Type unsupported',
  'certificate-expired': 'Certificate expired',
  'never-updated': 'Never updated',
  declared: 'Declared by a person',
}

/** What has become of it. */
export const planWords: Record<Unupdatable['state'], { word: string; tone: Tone; meaning: string }> = {
  overdue: { word: 'Overdue', tone: 'bad', meaning: 'Its day has passed, and it is not done.' },
  open: { word: 'Open', tone: 'attention', meaning: 'It lacks a plan, an owner or a day.' },
  planned: { word: 'Planned', tone: 'accent', meaning: 'It has a plan, an owner and a day.' },
  done: { word: 'Done', tone: 'ok', meaning: 'Nothing more is to be done about it.' },
}
