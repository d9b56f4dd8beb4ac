import type { LiveEvent } from '#contract/events.ts'

const everyFact = ['overview', 'things', 'certificates', 'caCertificates', 'policies', 'deployments', 'search']

// What a collector's facts show up in. A collector not named here may touch any of them.
const shownIn: Record<string, string[]> = {
  things: ['things', 'overview', 'search'],
  'thing-groups': ['things', 'search'],
  'thing-types': ['things'],
  'billing-groups': ['things'],
  presence: ['things', 'certificates', 'overview'],
  certificates: ['certificates', 'caCertificates', 'things', 'overview', 'search'],
  'ca-certificates': ['caCertificates', 'certificates', 'search', 'overview'],
  policies: ['policies', 'search', 'overview'],
  'connection-log': ['incidents'],
  'connection-log-backfill': ['incidents'],
  'lifecycle-events': ['incidents'],
  'audit-findings': ['incidents'],
  jobs: ['deployments'],
  'job-executions': ['deployments'],
  'job-messages': ['deployments'],
  'greengrass-deployments': ['deployments'],
  'greengrass-cores': ['deployments'],
  'greengrass-components': ['deployments'],
  'software-packages': ['deployments'],
  'package-shadow': ['deployments'],
  // What is made of them, by jobs of the worker.
  deployments: ['deployments', 'overview'],
  software: ['deployments'],
}

/** The first words of the query keys that an event makes old. */
export function queriesChangedBy(event: LiveEvent): string[] {
  if (event.type === 'sync') return ['sync']
  if (event.type === 'run') return ['response', 'responseSettings', 'incidents', 'deployments']
  if (event.type === 'incident') return ['incidents', 'overview']
  if (event.type === 'findings') return ['findings', 'audits', 'behaviours', 'overview']
  if (event.type === 'notifications') return ['notifications']
  if (event.type === 'report') return ['reports']
  return ['sync', ...(shownIn[event.collector] ?? everyFact)]
}

/** Everything an event could have changed, for when some may have been missed. */
export const everyLiveQuery = [
  'sync',
  'response',
  'responseSettings',
  'incidents',
  'findings',
  'notifications',
  'reports',
  ...everyFact,
]
