import type { ControlAnswer } from '#contract/reports.ts'
import { type FigureId, figures } from '#generated/figures.ts'
import { inDigits } from './answers.ts'
import type { Figure, Judged } from './control.ts'

/** What a figure comes to for a control. One that cannot be told is unknown before it is read. */
export type Reading = (figure: Told, title: string) => Judged

type Told = Figure & { value: number }
type Short = Extract<ControlAnswer, 'attention' | 'fail'>

/** Reads a figure by its title; one that was not counted is unknown, one that nothing could be counted for not applicable. */
export function read(id: FigureId, figure: Figure, reading: Reading): Judged {
  const { title } = figures[id]
  const { value, of, whyNot, nothing = false } = figure
  if (value === 0 && nothing)
    return { answer: 'not-applicable', reason: `${title}: there is nothing it could be about` }
  if (value !== null) return reading({ ...figure, value }, title)
  if (of === 0) return { answer: 'not-applicable', reason: `${title}: there is nothing to measure` }
  return { answer: 'unknown', reason: `${title}: ${whyNot ?? 'not counted'}` }
}

/** All of its whole ought to be counted. What falls short asks for attention or fails; `empty`: what no whole at all comes to. */
export function all(short: Short, { empty = 'not-applicable' }: { empty?: ControlAnswer } = {}): Reading {
  return ({ value, of }, title) => {
    if (of === 0) return { answer: empty, reason: `${title}: there are none` }
    return { answer: of !== null && value >= of ? 'pass' : short, reason: shareOf(title, value, of) }
  }
}

/** So much of its whole is enough. Below `fail` of it, it fails; in between it asks for attention. */
export function most({ pass, fail }: { pass: number; fail: number }): Reading {
  return ({ value, of }, title) => {
    if (of === 0) return { answer: 'not-applicable', reason: `${title}: there are none` }
    const share = of === null ? 0 : value / of
    const answer = share >= pass ? 'pass' : share < fail ? 'fail' : 'attention'
    return { answer, reason: `${shareOf(title, value, of)}, meant to be ${pass * 100} % at least` }
  }
}

/** It counts what should not be there. */
export const none =
  (otherwise: Short): Reading =>
  ({ value, of }, title) => {
    if (of === 0) return { answer: 'not-applicable', reason: `${title}: there are none` }
    return { answer: value === 0 ? 'pass' : otherwise, reason: shareOf(title, value, of) }
  }

/** There ought to be so many at least. */
export const some =
  (least: number, otherwise: Short): Reading =>
  ({ value, of }, title) => ({
    answer: value >= least ? 'pass' : otherwise,
    reason: `${shareOf(title, value, of)}, meant to be ${least} at least`,
  })

/** A time in seconds that ought not to be longer. `of`: how many were measured. */
export const within =
  (limitS: number, otherwise: Short = 'attention'): Reading =>
  ({ value, of }, title) => {
    if (of === 0) return { answer: 'not-applicable', reason: `${title}: there is nothing to measure` }
    return {
      answer: value <= limitS ? 'pass' : otherwise,
      reason: `${title}: ${inWords(value)}${of === null ? '' : ` over ${inDigits(of)}`}, meant to be ${inWords(limitS)} at most`,
    }
  }

const shareOf = (title: string, value: number, of: number | null): string =>
  `${title}: ${inDigits(value)}${of === null ? '' : ` of ${inDigits(of)}`}`

const units = [
  [86_400, 'days'],
  [3600, 'hours'],
  [60, 'minutes'],
] as const

function inWords(seconds: number): string {
  const [size, unit] = units.find(([least]) => seconds >= 2 * least) ?? [1, 'seconds']
  return `${Math.round(seconds / size)} ${unit}`
}
