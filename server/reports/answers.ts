import type { ControlAnswer } from '#contract/reports.ts'
import type { CheckId } from '#generated/checks.ts'
import type { CheckFacts, ControlFacts, Judged, Vouched } from './control.ts'

// What decides before what when several speak for one control.
const gravity: readonly ControlAnswer[] = ['fail', 'unknown', 'attention', 'pass', 'not-applicable']

/** The gravest of several answers, with all reasons of that gravity. Nothing to go by is unknown. */
export function gravest(judged: readonly Judged[]): Judged {
  const answer = gravity.find((one) => judged.some((each) => each.answer === one))
  if (!answer) return { answer: 'unknown', reason: 'No facts are there to go by' }
  const reasons = judged.filter((one) => one.answer === answer).map(({ reason }) => reason)
  return { answer, reason: [...new Set(reasons)].join('. ') }
}

/** What checks say: what is critical or high fails, the rest asks for attention, and what no facts decide is unknown. */
export function checksDecide({ check }: Pick<ControlFacts, 'check'>, ids: readonly CheckId[]): Judged {
  return gravest(ids.map((id) => checkDecides(check(id))))
}

function checkDecides({ title, state, failing, worst, unknown, evaluated, whyNot }: CheckFacts): Judged {
  const of = evaluated === null ? '' : ` of ${inDigits(evaluated)}`
  if (failing > 0) {
    const grave = worst === 'critical' || worst === 'high'
    return { answer: grave ? 'fail' : 'attention', reason: `${title}: ${inDigits(failing)}${of}` }
  }
  if (state === 'passed' && evaluated === 0)
    return { answer: 'not-applicable', reason: `${title}: there is nothing it is about` }
  if (state !== 'passed') return { answer: 'unknown', reason: `${title}: ${whyNot ?? 'not judged'}` }
  if (unknown > 0) return { answer: 'unknown', reason: `${title}: ${inDigits(unknown)} could not be judged` }
  return { answer: 'pass', reason: `${title}: none${of}` }
}

/** A number as the tables beside the sentence write it: 2,153. */
export const inDigits = (count: number): string => count.toLocaleString('en')

/** What a person vouched for, for as long as it holds: a lapsed attestation is unknown. */
export function attestationDecides({ attestation, now }: Pick<ControlFacts, 'attestation' | 'now'>): Judged {
  if (!attestation) return { answer: 'unknown', reason: 'Nobody has vouched for it' }
  const { answer, owner, account, evidenced, reviewedAt, expiresAt } = attestation
  const of = account === null ? '' : ` for ${account}`
  const day = (at: Date) => at.toISOString().slice(0, 10)
  if (expiresAt <= now)
    return { answer: 'unknown', reason: `What ${owner} vouched for${of} lapsed on ${day(expiresAt)}` }
  const bare = answer === 'pass' && !evidenced ? ' (no evidence attached)' : ''
  return { answer, reason: `${owner} vouched on ${day(reviewedAt)} that it ${saidOf[answer]}${of}${bare}` }
}

const saidOf: Record<Vouched['answer'], string> = {
  pass: 'is met',
  attention: 'is met in part only',
  fail: 'is not met',
  'not-applicable': 'does not apply',
}

/** Facts show a sign and a person confirms: neither alone is a pass, and what the facts say against it stands. */
export function signAndWord(sign: Judged, facts: Pick<ControlFacts, 'attestation' | 'now'>): Judged {
  const word = attestationDecides(facts)
  if (sign.answer === 'fail' || sign.answer === 'attention') return sign
  if (word.answer === 'not-applicable') return word
  return gravest([sign, word])
}
