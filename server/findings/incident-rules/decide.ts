import { type Candidate, nameOf, type Place, placeOf, type Rule, ruleFor, sharedKey } from './rules.ts'

/** An incident that is not closed. `parent` is what stands for one that was merged. */
export type Known = { id: string; state: string; parent: { id: string; state: string } | null }

/** Incidents that there are: by place and by shared key (see nameOf), and by certificate where one is a side of them. */
export type Standing = { places: ReadonlyMap<string, Known>; sides: ReadonlyMap<string, Known> }

type Into = { what: 'join' | 'reopen'; incident: string } | { what: 'open'; place: Place; shared: boolean; key: string }

/** Findings that become part of one incident, by the rule of the first. */
export type Step = Into & { rule: Rule; findings: Candidate[] }

const live = ['new', 'triaged', 'contained']
const isLive = (one: { state: string } | null | undefined): one is { id: string; state: string } =>
  one !== null && one !== undefined && live.includes(one.state)

/**
 * What rules make of findings, in their order. A finding joins the open incident of its own device, credential or
 * resource, else the one that findings of its check share; else it opens one, unless people put that aside. Where a check
 * would open more than its rule may, all of its findings share one: a flood is one cause.
 */
export function decide(
  account: number,
  candidates: readonly Candidate[],
  rules: readonly Rule[],
  { places, sides }: Standing,
): Step[] {
  const steps = new Map<string, Step>()
  const add = (key: string, into: Into, rule: Rule, one: Candidate) => {
    const step = steps.get(key)
    if (step) step.findings.push(one)
    else steps.set(key, { ...into, rule, findings: [one] })
  }
  const join = (incident: string, rule: Rule, one: Candidate) => add(incident, { what: 'join', incident }, rule, one)
  const wanted = new Map<string, { rule: Rule; own: Map<string, Candidate[]> }>()
  for (const one of candidates) {
    const rule = ruleFor(rules, account, one)
    if (!rule) continue
    const own = places.get(nameOf(placeOf(one)))
    const shared = places.get(sharedKey(one.check))
    const standing = [one.incident, sides.get(one.subject), own, own?.parent, shared].find(isLive)
    if (standing) join(standing.id, rule, one)
    // What people put aside stays there; its finding stands anyway.
    else if (rule.opens && ![own, own?.parent, shared].some((known) => known?.state === 'dismissed')) {
      const want = wanted.get(one.check) ?? { rule, own: new Map() }
      const name = nameOf(placeOf(one))
      want.own.set(name, [...(want.own.get(name) ?? []), one])
      wanted.set(one.check, want)
    }
  }
  const left = new Map(rules.map((rule) => [rule.id, rule.left]))
  for (const [check, { rule, own }] of wanted) {
    const fresh = [...own.keys()].filter((name) => !steps.has(name))
    const allowed = left.get(rule.id) ?? 0
    if (fresh.length > allowed) {
      const key = sharedKey(check)
      const known = places.get(key)
      const into: Into =
        known?.state === 'resolved'
          ? { what: 'reopen', incident: known.id }
          : { what: 'open', place: { clientId: check, key }, shared: true, key }
      for (const one of [...own.values()].flat()) add(key, into, rule, one)
      continue
    }
    left.set(rule.id, allowed - fresh.length)
    for (const [name, found] of own) {
      for (const one of found) {
        const known = places.get(name)
        const into: Into =
          known?.state === 'resolved'
            ? { what: 'reopen', incident: known.id }
            : { what: 'open', place: placeOf(one), shared: false, key: name }
        add(name, into, rule, one)
      }
    }
  }
  return [...steps.values()]
}
