import type { ActivityFilters } from './activity.ts'
import type { ViolationFilters } from './behaviours.ts'
import type { CertificateFilters } from './certificates.ts'
import type { DeploymentFilters, SoftwareDrift, StallCause, Unupdatable } from './deployments.ts'
import type { FindingFilters } from './findings.ts'
import type { IncidentFilters } from './incidents.ts'
import type { PolicyFilters } from './policies.ts'
import type { ControlAnswer, ControlKind } from './reports.ts'
import type { RunFilters } from './response.ts'
import type { ThingFilters } from './things.ts'

type Query = Record<string, string | number | boolean | undefined>

function withQuery(path: string, query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(name, String(value))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

const segment = encodeURIComponent

type DevicesShown = {
  status?: string
  stall?: StallCause
  standing?: 'stalled' | 'waiting'
  message?: string
  search?: string
}
type DriftShown = { account?: number; package?: string; kind?: SoftwareDrift['kind']; thing?: string }
type UnupdatableShown = { account?: number; why?: Unupdatable['why']; state?: Unupdatable['state']; thing?: string }

type ControlFilters = {
  account?: number
  framework?: string
  answer?: ControlAnswer
  kind?: ControlKind
  search?: string
}

/** Every page's address, for the browser, the search results and, later, notifications. */
export const links = {
  overview: () => '/',
  fleet: (filters: ThingFilters = {}) => withQuery('/fleet', filters),
  thing: (account: number, name: string) => `/fleet/${account}/${segment(name)}`,
  credentials: (filters: CertificateFilters = {}) => withQuery('/credentials', filters),
  certificate: (account: number, certificateId: string) => `/credentials/${account}/${segment(certificateId)}`,
  authorities: () => '/credentials/authorities',
  authority: (account: number, certificateId: string) =>
    `/credentials/authorities/${account}/${segment(certificateId)}`,
  policies: (filters: PolicyFilters = {}) => withQuery('/policies', filters),
  policy: (account: number, name: string) => `/policies/${account}/${segment(name)}`,
  response: (filters: RunFilters = {}) => withQuery('/response', filters),
  run: (id: string) => `/response/${segment(id)}`,
  incidents: (filters: IncidentFilters = {}) => withQuery('/incidents', filters),
  incident: (id: string) => `/incidents/${segment(id)}`,
  incidentPack: (id: string) => `/api/exports/incidents/${segment(id)}.zip`,
  findings: (filters: FindingFilters = {}) => withQuery('/findings/list', filters),
  finding: (id: string) => `/findings/${segment(id)}`,
  findingChecks: () => '/findings',
  suppressions: () => '/findings/suppressions',
  coverage: () => '/findings/coverage',
  audits: () => '/findings/audits',
  behaviours: (filters: ViolationFilters & { open?: string } = {}) => withQuery('/behaviours', filters),
  profiles: () => '/behaviours/profiles',
  silentAgents: () => '/behaviours/silent',
  checkSettings: () => '/settings/checks',
  incidentRules: () => '/settings/incident-rules',
  findingsExport: (filters: FindingFilters = {}) => withQuery('/api/exports/findings.csv', filters),
  reports: () => '/reports',
  report: (id: string) => `/reports/${segment(id)}`,
  comparison: (a?: string, b?: string) => withQuery('/reports/compare', { a, b }),
  controls: (filters: ControlFilters = {}) => withQuery('/reports/controls', filters),
  control: (id: string) => `/reports/controls/${segment(id)}`,
  scorecards: () => '/reports/scorecards',
  scorecard: (framework: string) => `/reports/scorecards/${segment(framework)}`,
  reportSchedules: () => '/reports/schedules',
  retention: () => '/settings/retention',
  deployments: (filters: DeploymentFilters & { open?: string } = {}) => withQuery('/deployments', filters),
  deployment: (id: string, devices: DevicesShown = {}) =>
    withQuery(`/deployments/${segment(id)}`, devices) + (Object.keys(devices).length > 0 ? '#devices' : ''),
  software: (shown: { account?: number; by?: 'type' | 'group'; package?: string } = {}) =>
    withQuery('/deployments/software', shown),
  drift: (filters: DriftShown = {}) => withQuery('/deployments/software/drift', filters),
  unupdatable: (filters: UnupdatableShown = {}) => withQuery('/deployments/software/cannot-update', filters),
  deploymentSettings: () => '/settings/deployments',
  responseSettings: () => '/settings/response',
  notifications: () => '/settings/notifications',
  playbooks: () => '/settings/playbooks',
  sync: () => '/sync',
  activity: (filters: ActivityFilters & { open?: string } = {}) => withQuery('/activity', filters),
  settings: () => '/settings',
  people: () => '/settings/people',
  accounts: () => '/settings/accounts',
  tokens: () => '/settings/tokens',
  apiDocs: () => '/settings/api',
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  setup: () => '/setup',
  thingsExport: (filters: ThingFilters = {}) => withQuery('/api/exports/things.csv', filters),
  deploymentsExport: (filters: DeploymentFilters = {}) => withQuery('/api/exports/deployments.csv', filters),
  executionsExport: (id: string, shown: DevicesShown = {}) =>
    withQuery(`/api/exports/deployments/${segment(id)}/executions.csv`, shown),
  driftExport: (filters: DriftShown = {}) => withQuery('/api/exports/software-drift.csv', filters),
  unupdatableExport: (filters: UnupdatableShown = {}) => withQuery('/api/exports/unupdatable.csv', filters),
  incidentsExport: (filters: IncidentFilters = {}) => withQuery('/api/exports/incidents.csv', filters),
  violationsExport: (filters: ViolationFilters = {}) => withQuery('/api/exports/violations.csv', filters),
  runsExport: (filters: RunFilters = {}) => withQuery('/api/exports/response-runs.csv', filters),
  runExport: (id: string) => `/api/exports/response-runs/${segment(id)}.csv`,
  activityExport: (format: 'csv' | 'jsonl', filters: ActivityFilters = {}) =>
    withQuery(`/api/exports/activity.${format}`, filters),
  certificatesExport: (filters: CertificateFilters = {}) => withQuery('/api/exports/certificates.csv', filters),
}
