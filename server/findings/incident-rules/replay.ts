import { decide, type Known } from './decide.ts'
import { type Candidate, type Rule, ruleFor } from './rules.ts'

/** A finding of some account, at the time it opened. */
type Opened = { account: number; candidate: Candidate }

/** What a rule would have done. `taken`: findings that fit it, of which a rule before it decides. */
type Replay = { findings: number; taken: number; incidents: number; shared: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * What a rule would have made of findings in the order in which they opened, as if no incident had been open then and none
 * had ended since. `rules`: all in their order, the rule among them; `perHour`: how many it may open in an hour.
 */
export function replay(rules: readonly Rule[], rule: Rule, perHour: number, opened: readonly Opened[]): Replay {
  const fitting = opened.filter(({ account, candidate }) => ruleFor([rule], account, candidate))
  const own = fitting.filter(({ account, candidate }) => ruleFor(rules, account, candidate)?.id === rule.id)
  const standing = new Map<number, Map<string, Known>>()
  const openings: number[] = []
  let shared = 0
  for (const { account, at, candidates } of turnsOf(own)) {
    const places = standing.get(account) ?? new Map<string, Known>()
    standing.set(account, places)
    const lately = openings.filter((one) => one > at - hourMs).length
    const left = Math.max(0, perHour - lately)
    for (const step of decide(account, candidates, [{ ...rule, left }], { places, sides: new Map() })) {
      if (step.what !== 'open') continue
      places.set(step.key, { id: step.key, state: 'new', parent: null })
      openings.push(at)
      if (step.shared) shared += 1
    }
  }
  return { findings: own.length, taken: fitting.length - own.length, incidents: openings.length, shared }
}

/** What opened within a minute in an account was looked at in one turn, more or less. */
function turnsOf(opened: readonly Opened[]): { account: number; at: number; candidates: Candidate[] }[] {
  const turns = new Map<string, { account: number; at: number; candidates: Candidate[] }>()
  for (const { account, candidate } of opened) {
    const at = Math.floor(candidate.openedAt.getTime() / minuteMs) * minuteMs
    const key = `${account} ${at}`
    const turn = turns.get(key) ?? { account, at, candidates: [] }
    turn.candidates.push({ ...candidate, incident: null })
    turns.set(key, turn)
  }
  return [...turns.values()].sort((a, b) => a.at - b.at)
}
