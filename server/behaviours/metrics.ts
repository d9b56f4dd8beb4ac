import type { BehaviourMetric } from '#contract/behaviours.ts'

/** What feed brings a metric. Without it the metric is unknown: neither an alarm nor the end of one. */
export type MetricFeed = 'connections' | 'reports' | 'presence' | 'messages' | 'refusals' | 'sizes'

export type Metric = {
  /** A number, or the set of what was seen. */
  kind: 'number' | 'addresses' | 'ports'
  unit: string
  from: MetricFeed
  /** How windows of five minutes make a longer one. */
  over: 'sum' | 'max' | 'union'
  says: string
}

/** Every metric: those of Detect by its names (Developer Guide, "Cloud-side metrics", "Device-side metrics"), and ours. */
export const metrics: Record<BehaviourMetric, Metric> = {
  'aws:num-connection-attempts': number('attempts', 'connections', 'Connection attempts, let in or not'),
  'fleetwarden:num-authentication-failures': number(
    'refusals',
    'connections',
    'Connections refused for their credential',
  ),
  'aws:num-authorization-failures': number('refusals', 'refusals', 'Actions that no policy allows'),
  'aws:num-disconnects': number('disconnects', 'connections', 'Ends of connections'),
  'aws:num-messages-sent': number('messages', 'messages', 'Messages it published'),
  'aws:num-messages-received': number('messages', 'messages', 'Messages it was sent'),
  'aws:message-byte-size': { ...number('bytes', 'sizes', 'Size of its largest message'), over: 'max' },
  'aws:source-ip-address': set('addresses', 'addresses', 'connections', 'Addresses it connected from'),
  'aws:disconnect-duration': { ...number('minutes', 'presence', 'Time since it disconnected'), over: 'max' },
  'aws:num-listening-tcp-ports': { ...number('ports', 'reports', 'Open TCP ports'), over: 'max' },
  'aws:num-listening-udp-ports': { ...number('ports', 'reports', 'Open UDP ports'), over: 'max' },
  'aws:listening-tcp-ports': set('ports', 'ports', 'reports', 'Open TCP ports'),
  'aws:listening-udp-ports': set('ports', 'ports', 'reports', 'Open UDP ports'),
  'aws:num-established-tcp-connections': {
    ...number('connections', 'reports', 'Established TCP connections'),
    over: 'max',
  },
  'aws:destination-ip-addresses': set('addresses', 'addresses', 'reports', 'Addresses it talks to'),
  'aws:all-bytes-in': number('bytes', 'reports', 'Bytes it received'),
  'aws:all-bytes-out': number('bytes', 'reports', 'Bytes it sent'),
  'aws:all-packets-in': number('packets', 'reports', 'Packets it received'),
  'aws:all-packets-out': number('packets', 'reports', 'Packets it sent'),
  'fleetwarden:agent-silence': { ...number('minutes', 'reports', 'Time since its agent last reported'), over: 'max' },
}

function number(unit: string, from: MetricFeed, says: string): Metric {
  return { kind: 'number', unit, from, over: 'sum', says }
}

function set(kind: 'addresses' | 'ports', unit: string, from: MetricFeed, says: string): Metric {
  return { kind, unit, from, over: 'union', says }
}
