import type { ActivityFilters } from './activity.ts'
import type { ViolationFilters } from './behaviours.ts'
import type { CertificateFilters } from './certificates.ts'
import type { FindingFilters } from './findings.ts'
import type { IncidentFilters } from './incidents.ts'
import type { PolicyFilters } from './policies.ts'
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
  findingsExport: (filters: FindingFilters = {}) => withQuery('/api/exports/findings.csv', filters),
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
  runExport: (id: string) => `/api/exports/response-runs/${segment(id)}.csv`,
  activityExport: (format: 'csv' | 'jsonl', filters: ActivityFilters = {}) =>
    withQuery(`/api/exports/activity.${format}`, filters),
  certificatesExport: (filters: CertificateFilters = {}) => withQuery('/api/exports/certificates.csv', filters),
}
