import type { Behaviour, BehaviourMetric, SecurityProfile } from '#contract/behaviours.ts'

/** A behaviour as its form holds it: every field is text, whatever the criteria. */
export type BehaviourDraft = {
  key: number
  name: string
  metric: BehaviourMetric
  durationS: Behaviour['durationS']
  kind: Behaviour['criteria']['kind']
  operator: string
  number: string
  values: string
  toAlarm: string
  toClear: string
  severity: Behaviour['severity']
  suppressAlerts: boolean
  opensIncident: boolean
}

const setMetrics: Partial<Record<BehaviourMetric, 'cidr' | 'port'>> = {
  'aws:source-ip-address': 'cidr',
  'aws:destination-ip-addresses': 'cidr',
  'aws:listening-tcp-ports': 'port',
  'aws:listening-udp-ports': 'port',
}

/** What a metric's set is made of; undefined for numbers. */
export const setOf = (metric: BehaviourMetric) => setMetrics[metric]

/** The operators that fit. What they say is normal. */
export function operatorsFor(metric: BehaviourMetric, kind: BehaviourDraft['kind']) {
  const set = setOf(metric)
  if (kind !== 'static')
    return [
      { value: 'less-than', label: 'Not above' },
      { value: 'greater-than', label: 'Not below' },
    ]
  if (set)
    return [
      { value: `in-${set}-set`, label: 'Only' },
      { value: `not-in-${set}-set`, label: 'None of' },
    ]
  return [
    { value: 'less-than', label: 'Less than' },
    { value: 'less-than-equals', label: 'At most' },
    { value: 'greater-than', label: 'More than' },
    { value: 'greater-than-equals', label: 'At least' },
  ]
}

/** The windows that Detect knows, in seconds. */
export const durations: readonly Behaviour['durationS'][] = [300, 600, 900, 1800, 3600]

/** An empty behaviour to begin with. */
export const newBehaviour = (key: number): BehaviourDraft => ({
  ...{ key, name: '', metric: 'aws:num-connection-attempts', durationS: 300, kind: 'static', operator: 'less-than' },
  ...{
    number: '30',
    values: '',
    toAlarm: '1',
    toClear: '2',
    severity: 'medium',
    suppressAlerts: false,
    opensIncident: false,
  },
})

/** A stored behaviour as its form holds it. */
export function toDraft(behaviour: Behaviour, key: number): BehaviourDraft {
  const { criteria, toAlarm, toClear, ...rest } = behaviour
  const number =
    criteria.kind === 'static'
      ? criteria.value
      : criteria.kind === 'percentile'
        ? criteria.percentile
        : criteria.deviations
  return {
    ...rest,
    ...{ key, kind: criteria.kind, operator: criteria.operator, number: number === null ? '' : String(number) },
    values: criteria.kind === 'static' ? criteria.values.join(', ') : '',
    ...{ toAlarm: String(toAlarm), toClear: String(toClear) },
  }
}

/** What the form says, as the server takes it; the server says what of it makes no sense. */
export function fromDraft(draft: BehaviourDraft): Behaviour {
  const { name, metric, durationS, severity, suppressAlerts, opensIncident } = draft
  const whole = { name: name.trim(), metric, durationS, severity, suppressAlerts, opensIncident }
  return { ...whole, toAlarm: Number(draft.toAlarm), toClear: Number(draft.toClear), criteria: criteriaOf(draft) }
}

function criteriaOf({ kind, operator, number, values, metric }: BehaviourDraft): Behaviour['criteria'] {
  if (kind === 'static') {
    const set = setOf(metric) !== undefined
    const items = values.split(/[\s,]+/).filter(Boolean)
    type Static = Extract<Behaviour['criteria'], { kind: 'static' }>
    return {
      kind,
      operator: operator as Static['operator'],
      value: set || number.trim() === '' ? null : Number(number),
      values: set ? items : [],
    }
  }
  const side = operator === 'greater-than' ? 'greater-than' : 'less-than'
  return kind === 'percentile'
    ? { kind, operator: side, percentile: Number(number) }
    : { kind, operator: side, deviations: Number(number) }
}

export type TargetDraft = { key: number; kind: SecurityProfile['targets'][number]['kind']; name: string }

/** Targets as the server takes them; those without the name they need are left out. */
export function targetsFrom(drafts: readonly TargetDraft[]): SecurityProfile['targets'] {
  return drafts.flatMap(({ kind, name }): SecurityProfile['targets'] => {
    if (kind === 'all' || kind === 'unregistered') return [{ kind }]
    return name.trim() ? [{ kind, name: name.trim() }] : []
  })
}
