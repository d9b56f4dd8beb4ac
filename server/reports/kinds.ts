import type { CheckId } from '#generated/checks.ts'
import type { FigureId } from '#generated/figures.ts'
import { attestationDecides, checksDecide, gravest, signAndWord } from './answers.ts'
import { type Clauses, type Control, type ControlFacts, control, type Judged } from './control.ts'
import { type Reading, read } from './readings.ts'

type Described = { group: string; order: number; title: string; about: string; clauses: Clauses }

type Measured = Described & {
  checks?: readonly CheckId[]
  /** What each figure comes to. */
  figures?: Readonly<Partial<Record<FigureId, Reading>>>
}

/** What our facts do not reach, as a noun phrase: a person vouches for it. */
type Beyond = { beyond: string }

/** A control that facts decide: its checks and figures, of which the gravest counts. */
export function automatic(definition: Measured): Control {
  return control({ ...described(definition), kind: 'automatic', judge: (facts) => signOf(definition, facts) })
}

/** A control whose facts are a sign and no proof: it passes when a person vouches for the rest, too. */
export function partial(definition: Measured & Beyond): Control {
  return control({
    ...described(definition),
    kind: 'partial',
    about: aboutBoth(definition),
    judge: (facts) => sayingWhatIsNotRead(signAndWord(signOf(definition, facts), facts), definition),
  })
}

/** A control that no fact of ours says anything of: a person vouches for it. */
export function attested(definition: Described & Beyond): Control {
  const { beyond: _, ...rest } = definition
  return control({
    ...rest,
    kind: 'attested',
    about: aboutBoth(definition),
    judge: (facts) => sayingWhatIsNotRead(attestationDecides(facts), definition),
  })
}

function described({ group, order, title, about, clauses, checks, figures = {} }: Measured) {
  return {
    group,
    order,
    title,
    about,
    clauses,
    ...(checks && { checks }),
    figures: readingsOf(figures).map(([id]) => id),
  }
}

function signOf({ checks = [], figures = {} }: Measured, facts: ControlFacts): Judged {
  return gravest([
    ...checks.map((check) => checksDecide(facts, [check])),
    ...readingsOf(figures).map(([id, reading]) => read(id, facts.figure(id), reading)),
  ])
}

// The keys are written as figure ids above; JavaScript gives them back as any text.
const readingsOf = (figures: NonNullable<Measured['figures']>) => Object.entries(figures) as [FigureId, Reading][]

const aboutBoth = ({ about, beyond }: Described & Beyond) => `${about} Not read: ${beyond}.`

// Whoever reads a pass is told what it rests on, and whoever reads "unknown" what to vouch for.
function sayingWhatIsNotRead({ answer, reason }: Judged, { beyond }: Beyond): Judged {
  return answer === 'pass' || answer === 'unknown'
    ? { answer, reason: `${reason}. Not read: ${beyond}` }
    : { answer, reason }
}
