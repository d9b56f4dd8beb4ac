import type { Cause } from './incidents.ts'

/** How sure the rules are of a cause, in words; the share stays in the tip. */
export function confidenceInWords({ cause, confidence }: { cause: Cause; confidence: number }) {
  if (cause === 'undecided') return 'not decided'
  if (confidence >= 0.9) return 'nearly certain'
  if (confidence >= 0.7) return 'likely'
  return confidence >= 0.5 ? 'rather likely' : 'a guess'
}
