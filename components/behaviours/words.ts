import { CircleAlert, CircleCheck, CircleSlash, type LucideIcon } from 'lucide-react'
import type { BehaviourMetric, SecurityProfile, VerificationState, ViolationState } from '#contract/behaviours.ts'
import { operatorWords } from '#contract/operator-words.ts'

/** Where an alarm stands, in Detect's words. */
export const stateWords: Record<ViolationState, { word: string; ink: string; icon: LucideIcon }> = {
  'in-alarm': { word: 'In alarm', ink: 'text-bad', icon: CircleAlert },
  'alarm-cleared': { word: 'Cleared', ink: 'text-ok', icon: CircleCheck },
  'alarm-invalidated': { word: 'Invalidated', ink: 'text-unknown', icon: CircleSlash },
}

/** What people said of an alarm, in Detect's words. */
export const verificationWords: Record<VerificationState, { word: string; meaning: string }> = {
  UNKNOWN: { word: 'Not verified', meaning: 'Nobody has said whether it was right.' },
  TRUE_POSITIVE: { word: 'True positive', meaning: 'It was right.' },
  BENIGN_POSITIVE: {
    word: 'Benign positive',
    meaning: 'It was right, and no harm: for 30 days the same tells nobody.',
  },
  FALSE_POSITIVE: { word: 'False positive', meaning: 'It was wrong: for 30 days the same tells nobody.' },
}

/** What is measured. */
export const metricWords: Record<BehaviourMetric, string> = {
  'aws:num-connection-attempts': 'Connection attempts',
  'fleetwarden:num-authentication-failures': 'Authentication failures',
  'aws:num-authorization-failures': 'Authorization failures',
  'aws:num-disconnects': 'Disconnects',
  'aws:num-messages-sent': 'Messages sent',
  'aws:num-messages-received': 'Messages received',
  'aws:message-byte-size': 'Message size',
  'aws:source-ip-address': 'Source addresses',
  'aws:disconnect-duration': 'Disconnect duration',
  'aws:num-listening-tcp-ports': 'Number of open TCP ports',
  'aws:num-listening-udp-ports': 'Number of open UDP ports',
  'aws:listening-tcp-ports': 'Open TCP ports',
  'aws:listening-udp-ports': 'Open UDP ports',
  'aws:num-established-tcp-connections': 'Established TCP connections',
  'aws:destination-ip-addresses': 'Destination addresses',
  'aws:all-bytes-in': 'Bytes in',
  'aws:all-bytes-out': 'Bytes out',
  'aws:all-packets-in': 'Packets in',
  'aws:all-packets-out': 'Packets out',
  'fleetwarden:agent-silence': 'Silence of the agent',
}

/** A metric that only a newer version or Detect knows stands for itself. */
export const metricName = (metric: string) => metricWords[metric as BehaviourMetric] ?? metric

const unitOf: Partial<Record<BehaviourMetric, string>> = {
  'aws:disconnect-duration': ' minutes',
  'fleetwarden:agent-silence': ' minutes',
}

/** What is normal, in words. */
export function normalInWords({ criteria, durationS, metric }: SecurityProfile['behaviours'][number]): string {
  const within = `in ${durationS / 60} min`
  if (criteria.kind === 'baseline')
    return `${criteria.operator === 'less-than' ? 'not above' : 'not below'} its own median by ${criteria.deviations} deviations ${within}`
  if (criteria.kind === 'percentile')
    return `${criteria.operator === 'less-than' ? 'not above' : 'not below'} percentile ${criteria.percentile} of the group ${within}`
  const what =
    criteria.value === null
      ? criteria.values.join(', ')
      : `${criteria.value.toLocaleString('en')}${unitOf[metric] ?? ''}`
  // How long something has lasted is looked at, not added up.
  if (unitOf[metric]) return `${operatorWords[criteria.operator] ?? criteria.operator} ${what}`
  return `${operatorWords[criteria.operator] ?? criteria.operator} ${what} ${within}`
}

/** Whom a profile is about, in words. */
export function targetsInWords(targets: SecurityProfile['targets']): string {
  const said = { all: 'every thing', unregistered: 'client IDs of no thing' }
  return targets.map((one) => ('name' in one ? `${one.kind} ${one.name}` : said[one.kind])).join(', ')
}
