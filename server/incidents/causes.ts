import type { Cause, ConflictCause, EvidenceLine } from '#contract/incidents.ts'
import { limits } from './correlate/limits.ts'
import type { Signals } from './correlate/signals.ts'

/** One rule of evidence. Positive weights speak for the cause, negative ones against. */
type Rule = {
  id: string
  cause: ConflictCause
  weight: number
  source: string
  holds(signals: Signals): boolean
  says(signals: Signals): string
}

const reconnects =
  'MQTT 3.1.1 section 3.1.4, and AWS IoT Core Developer Guide, "MQTT": the newer session displaces the older'
const conflicts = 'AWS IoT Device Defender, "Conflicting MQTT client IDs"'
const shared = 'AWS IoT Device Defender, "Device certificate shared"'
const keepAlive = 'AWS IoT Core Developer Guide, "MQTT": a lost link is noticed after 1.5 times the keep-alive'
const ours = 'Fleetwarden: what alternation and timing tell'

/** The rules, each of which a reader can check. An episode is weighed by every one of them. */
const rules: readonly Rule[] = [
  {
    id: 'two-principals',
    cause: 'two-credentials-one-client-id',
    weight: 4,
    source: conflicts,
    holds: ({ principals }) => principals >= 2,
    says: ({ principals }) => `${principals} different credentials used this client ID.`,
  },
  {
    id: 'one-principal',
    cause: 'two-credentials-one-client-id',
    weight: -4,
    source: reconnects,
    holds: ({ principals }) => principals === 1,
    says: () => 'Every session that is known used the same credential.',
  },
  {
    id: 'addresses-return',
    cause: 'same-credential-two-places',
    weight: 3,
    source: ours,
    holds: ({ principals, returns }) => principals <= 1 && returns >= 2,
    says: ({ returns, addresses }) =>
      `${addresses} addresses took turns: one came back ${returns} times after another.`,
  },
  {
    id: 'networks-apart',
    cause: 'same-credential-two-places',
    weight: 1,
    source: ours,
    holds: ({ principals, networks, returns }) => principals <= 1 && networks >= 2 && returns >= 1,
    says: ({ networks }) => `The addresses are in ${networks} networks.`,
  },
  {
    id: 'credential-elsewhere',
    cause: 'same-credential-two-places',
    weight: 1.5,
    source: shared,
    holds: ({ principals, otherClients }) => principals === 1 && otherClients > 0,
    says: ({ otherClients }) => `The credential was used with ${otherClients} other client IDs in the same time.`,
  },
  {
    id: 'one-address-only',
    cause: 'same-credential-two-places',
    weight: -2.5,
    source: ours,
    holds: ({ addressesKnown, addresses }) => addressesKnown && addresses === 1,
    says: () => 'Every session that is known came from one address.',
  },
  {
    id: 'never-returns',
    cause: 'same-credential-two-places',
    weight: -1.5,
    source: ours,
    holds: ({ moves, returns }) => moves >= 2 && returns === 0,
    says: () => 'The address moved on and never came back.',
  },
  {
    id: 'both-at-one-address',
    cause: 'second-process',
    weight: 2.5,
    source: ours,
    holds: ({ principals, addresses, selfReplaced, kicks, newcomersKnown }) =>
      principals <= 1 && addresses === 1 && kicks >= 3 && (newcomersKnown === 0 || selfReplaced / kicks > 0.6),
    says: () => 'Both sides come from one address with one credential.',
  },
  {
    id: 'like-clockwork',
    cause: 'second-process',
    weight: 1.5,
    source: ours,
    holds: ({ principals, addresses, gapSpread, kicks }) =>
      principals <= 1 && addresses === 1 && kicks >= 4 && gapSpread !== null && gapSpread < 0.25,
    says: ({ medianGapS }) => `It happens about every ${Math.round(medianGapS ?? 0)} s, like a supervisor's restart.`,
  },
  {
    id: 'several-addresses',
    cause: 'second-process',
    weight: -2,
    source: ours,
    holds: ({ addresses }) => addresses >= 2,
    says: ({ addresses }) => `${addresses} addresses took part.`,
  },
  {
    id: 'moved-on',
    cause: 'flapping-link',
    weight: 2.5,
    source: keepAlive,
    holds: ({ principals, moves, returns }) => principals <= 1 && moves >= 1 && returns <= moves / 3,
    says: ({ moves }) => `The address changed ${moves} times for a new one, as after a change of network.`,
  },
  {
    id: 'old-session-was-old',
    cause: 'flapping-link',
    weight: 1.5,
    source: keepAlive,
    holds: ({ principals, medianLifeS, returns }) =>
      principals <= 1 && medianLifeS !== null && medianLifeS >= limits.shortestGhostS && returns <= 1,
    says: ({ medianLifeS }) =>
      `The sessions thrown out had lived for ${Math.round(medianLifeS ?? 0)} s: long enough to be ghosts.`,
  },
  {
    id: 'few',
    cause: 'flapping-link',
    weight: 1,
    source: 'Facts on benign reconnects: one or two around a network event',
    holds: ({ principals, mostInWindow, returns }) =>
      principals <= 1 && mostInWindow < limits.kicksInWindow && returns === 0,
    says: ({ kicks }) => `There were only ${kicks} take-overs, and never ${limits.kicksInWindow} within ten minutes.`,
  },
  {
    id: 'too-quick-for-a-ghost',
    cause: 'flapping-link',
    weight: -2,
    source: keepAlive,
    holds: ({ medianGapS, kicks }) => kicks >= 4 && medianGapS !== null && medianGapS < 20,
    says: ({ medianGapS }) => `A take-over every ${Math.round(medianGapS ?? 0)} s is quicker than a link fails.`,
  },
  {
    id: 'comes-back',
    cause: 'flapping-link',
    weight: -2.5,
    source: ours,
    holds: ({ returns }) => returns >= 2,
    says: () => 'The same address came back after another: two sides are alive.',
  },
  {
    id: 'many-alike',
    cause: 'client-or-sdk-bug',
    weight: 5,
    source: ours,
    holds: ({ alikeNow, principals }) => alikeNow >= limits.stormClients && principals <= 1,
    says: ({ alikeNow }) => `${alikeNow} client IDs of the same thing type are in conflict at the same time.`,
  },
  {
    id: 'alone',
    cause: 'client-or-sdk-bug',
    weight: -2,
    source: ours,
    holds: ({ alikeNow }) => alikeNow < limits.stormClients / 4,
    says: ({ alikeNow }) =>
      alikeNow <= 1 ? 'No other of its type is in conflict.' : `Only ${alikeNow} of its type are in conflict.`,
  },
]

/** A cause is named only when its evidence weighs this much, and this much more than any other's. */
const enough = 2
const margin = 1

export type Verdict = {
  cause: Cause
  /** 0 to 1: the share of all evidence in favour that speaks for this cause, less what speaks against it. */
  confidence: number
  evidence: EvidenceLine[]
  wouldDecide: string[]
}

/** Weighs an episode by every rule. */
export function weigh(signals: Signals): Verdict {
  const evidence = rules
    .filter((rule) => rule.holds(signals))
    .map(({ id, cause, weight, source, says }) => ({ rule: id, cause, weight, source, says: says(signals) }))
  const scores = new Map<ConflictCause, number>()
  for (const { cause, weight } of evidence) scores.set(cause, (scores.get(cause) ?? 0) + weight)
  const [first, second] = [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const wouldDecide = missing(signals)
  if (!first || first[1] < enough || first[1] - (second?.[1] ?? 0) < margin) {
    return { cause: 'undecided', confidence: 0, evidence, wouldDecide }
  }
  const [cause, score] = first
  const forIt = [...scores.values()].filter((value) => value > 0).reduce((sum, value) => sum + value, 0)
  const confidence = Math.min(0.99, (score / forIt) * (1 - 1 / (1 + score)))
  return {
    cause,
    confidence: Math.round(confidence * 100) / 100,
    evidence,
    wouldDecide: confidence < 0.7 ? wouldDecide : [],
  }
}

function missing({ newcomersKnown, principalsKnown, addressesKnown }: Signals): string[] {
  return [
    ...(newcomersKnown < 0.5
      ? ['Log Connect at INFO: then each record of a conflict has the newcomer beside the one thrown out.']
      : []),
    ...(principalsKnown ? [] : ['Add the log or the presence feed: nothing says which credential the sessions used.']),
    ...(addressesKnown ? [] : ['Log Disconnect or Connect: nothing says which address the sessions came from.']),
  ]
}
