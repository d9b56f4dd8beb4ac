import { hash as digest } from 'node:crypto'
import type { CheckedKind, Failing } from '../check.ts'
import type { FactsByKind } from '../facts.ts'
import type { Failure } from './reconcile.ts'
import type { Belongs, SetCheck } from './settings.ts'

/** What a check said of one subject, as `finding_blocks` keeps it. */
export const said = { notAbout: 0, judged: 1, unknown: 2, error: 3 } as const

/** What checks said of some subjects. `answers` holds, for each subject, one of `said` for each of the checks. */
export type Judged = {
  failures: Failure[]
  answers: Uint8Array[]
  /** The last reason that a check gave for not knowing, and the last error it threw, by its id. */
  unknown: Map<string, string>
  errors: Map<string, string>
}

/** Asks every check about every subject. A check that throws has no answer for that subject, and harms no other. */
export function judgeAll<Kind extends CheckedKind>(
  checks: readonly SetCheck<Kind>[],
  subjects: readonly FactsByKind[Kind][],
  now: Date,
): Judged {
  const judged: Judged = { failures: [], answers: [], unknown: new Map(), errors: new Map() }
  for (const facts of subjects) {
    const answers = new Uint8Array(checks.length)
    judged.answers.push(answers)
    for (const [place, check] of checks.entries()) {
      try {
        answers[place] = ask(check, facts, now, judged)
      } catch (error) {
        answers[place] = said.error
        judged.errors.set(check.id, error instanceof Error ? error.message : String(error))
      }
    }
  }
  return judged
}

function ask<Kind extends CheckedKind>(
  check: SetCheck<Kind>,
  facts: FactsByKind[Kind],
  now: Date,
  judged: Judged,
): number {
  if (check.applies && !check.applies(facts)) return said.notAbout
  const answer = check.judge(
    facts,
    now,
    check.numbersFor(() => belongings(facts)),
  )
  if (answer === null) return said.judged
  if ('unknown' in answer) {
    judged.unknown.set(check.id, answer.unknown)
    return said.unknown
  }
  const found = Array.isArray(answer) ? answer : [answer]
  judged.failures.push(...found.map((failing) => failureOf(check, facts, failing)))
  return said.judged
}

function failureOf(
  check: Pick<SetCheck, 'id' | 'about' | 'severity'>,
  { name, rowId }: { name: string; rowId: string | null },
  { severity: own, detail, reason = '', related = [] }: Failing,
): Failure {
  const severity = check.severity ?? own
  const key = `${check.id}\0${name}\0${reason}`
  const hash = hashOf(`${key}\0${severity}\0${detail}\0${related.length > 0 ? JSON.stringify(related) : ''}`)
  return { check: check.id, kind: check.about, subject: name, rowId, reason, severity, detail, related, hash }
}

// For hundreds of thousands of findings, of which few changed: the words as they are, not sorted. With its key in it, the
// hashes of many tell whether all of them stand as they did (`sameAsKept`).
const hashOf = (text: string) => digest('sha1', text, 'buffer').readBigInt64BE().toString()

function belongings(facts: object): Belongs[] {
  if ('things' in facts) return facts.things as Belongs[]
  return 'groups' in facts ? [facts as Belongs] : []
}
