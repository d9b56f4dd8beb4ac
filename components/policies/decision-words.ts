import type { Health } from '#components/ui/badge.tsx'
import type { Decision } from '#contract/policy-judgement.ts'

/** A decision in a word and what it means. Being allowed is neither good nor bad. */
export const decisionWords: Record<Decision, { word: string; health: Health; meaning: string }> = {
  allowed: { word: 'Allowed', health: 'ok', meaning: 'A statement allows it, and none denies it.' },
  'implicit-deny': { word: 'Not allowed', health: 'bad', meaning: 'No statement allows it.' },
  'explicit-deny': { word: 'Denied', health: 'bad', meaning: 'A statement denies it, whatever others allow.' },
  unknown: { word: 'Unknown', health: 'unknown', meaning: 'It hangs on something that is not known here.' },
}
