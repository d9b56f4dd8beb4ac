import type { Tone } from '#components/ui/badge.tsx'
import type { Suppression, SuppressionScope } from '#contract/findings.ts'
import { kindWords } from '../words.ts'

/** Where a suppression stands. */
export const suppressionStates: Record<Suppression['state'], { word: string; tone: Tone }> = {
  waiting: { word: 'Waits for approval', tone: 'attention' },
  active: { word: 'Active', tone: 'accent' },
  rejected: { word: 'Rejected', tone: 'neutral' },
  expired: { word: 'Expired', tone: 'neutral' },
  ended: { word: 'Ended', tone: 'neutral' },
}

/** Whether AWS has it too. */
export const inAwsWords: Record<Suppression['inAws'], string> = {
  no: 'No',
  wanted: 'Being written',
  written: 'Written',
  failed: 'Could not be written',
  read: 'AWS’s own',
}

/** What a scope covers, in words. `titleOf` names checks. */
export function scopeInWords(
  { check, kind, subject, reason }: SuppressionScope,
  titleOf: (check: string) => string,
): string {
  const what = check === null ? 'Everything found' : titleOf(check)
  const of =
    subject === null ? (kind === null ? 'on anything' : `on any ${kindWords[kind].toLowerCase()}`) : `on ${subject}`
  return reason ? `${what} (${reason}) ${of}` : `${what} ${of}`
}
