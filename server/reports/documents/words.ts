import type { ControlAnswer, ControlKind } from '#contract/reports.ts'

/** Answers in words, in the order of tables. */
export const answerWords: Record<ControlAnswer, string> = {
  pass: 'Pass',
  attention: 'Attention',
  fail: 'Fail',
  unknown: 'Unknown',
  'not-applicable': 'Not applicable',
}

export const kindWords: Record<ControlKind, string> = {
  automatic: 'facts decide',
  partial: 'facts show a sign and a person confirms',
  attested: 'a person vouches',
}

/** An instant as people read it. */
export const time = (iso: string | null) => (iso ? `${iso.slice(0, 16).replace('T', ' ')} UTC` : 'never')
