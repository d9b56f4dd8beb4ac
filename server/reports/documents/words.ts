import type { ControlAnswer, ControlKind } from '#contract/reports.ts'

/** Answers in words, the gravest first, as on the pages. */
export const answerWords: Record<ControlAnswer, string> = {
  fail: 'Fail',
  attention: 'Attention',
  unknown: 'Unknown',
  pass: 'Pass',
  'not-applicable': 'Not applicable',
}

export const kindWords: Record<ControlKind, string> = {
  automatic: 'facts decide',
  partial: 'facts show a sign and a person confirms',
  attested: 'a person vouches',
}

/** An instant as people read it. */
export const time = (iso: string | null) => (iso ? `${iso.slice(0, 16).replace('T', ' ')} UTC` : 'never')
