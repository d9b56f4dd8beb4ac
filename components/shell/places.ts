import { FileChartColumn, KeyRound, ListChecks, OctagonAlert, Package, Radar, Settings, Siren } from 'lucide-react'
import { type Noun, nouns } from './navigation.ts'

/** Somewhere to jump to; only the nouns have a chord. `also` is what else people call it. */
export type Place = Omit<Noun, 'key'> & { key?: string; also: string }

// Here and not with the nouns: every page carries those, and only the palette needs these.
const alsoCalled: Readonly<Record<string, string>> = {
  '/': 'home dashboard',
  '/fleet': 'fleet things devices',
  '/credentials': 'certificates expiry ca',
  '/policies': 'permissions documents',
  '/findings': 'checks audit violations suppressions coverage',
  '/behaviours': 'detect violations alarms security profiles agents metrics',
  '/incidents': 'duplicate client ids clones inbox',
  '/response': 'actions runs approvals containment undo quarantine',
  '/reports': 'evidence audit compliance controls scorecards',
  '/deployments': 'jobs greengrass rollouts updates software firmware stalled',
  '/sync': 'collectors accounts freshness',
  '/activity': 'audit log trail',
  '/settings': 'people tokens sessions profile',
}

/** The nouns of the rail, as places. */
export const nounPlaces: readonly Place[] = nouns.map((noun) => ({ ...noun, also: alsoCalled[noun.href] ?? '' }))

/** Pages that stand under a noun and are jumped to by name all the same. */
export const places: readonly Place[] = [
  {
    label: 'CA certificates',
    href: '/credentials/authorities',
    icon: KeyRound,
    also: 'credentials authorities issuers registration',
  },
  { label: 'My incidents', href: '/incidents?assignee=me', icon: OctagonAlert, also: 'inbox assigned triage' },
  {
    label: 'Unassigned incidents',
    href: '/incidents?assignee=nobody',
    icon: OctagonAlert,
    also: 'inbox new triage nobody',
  },
  { label: 'Exercises', href: '/incidents?drill=true', icon: OctagonAlert, also: 'incidents drills practice' },
  {
    label: 'All findings',
    href: '/findings/list',
    icon: ListChecks,
    also: 'resources violations audit weaknesses failing',
  },
  { label: 'My findings', href: '/findings/list?owner=me', icon: ListChecks, also: 'owner assigned' },
  {
    label: 'Suppressions',
    href: '/findings/suppressions',
    icon: ListChecks,
    also: 'findings hidden exceptions accepted',
  },
  {
    label: 'Coverage of findings',
    href: '/findings/coverage',
    icon: ListChecks,
    also: 'gaps unknown not evaluated logging index audits off',
  },
  { label: 'Audits', href: '/findings/audits', icon: ListChecks, also: 'device defender on-demand scheduled findings' },
  { label: 'Security profiles', href: '/behaviours/profiles', icon: Radar, also: 'behaviours detect metrics baseline' },
  { label: 'Silent agents', href: '/behaviours/silent', icon: Radar, also: 'behaviours device-side metrics reports' },
  {
    label: 'Controls',
    href: '/reports/controls',
    icon: FileChartColumn,
    also: 'reports evidence attestations golden rules compliance',
  },
  {
    label: 'Scorecards',
    href: '/reports/scorecards',
    icon: FileChartColumn,
    also: 'reports frameworks iec 62443 etsi nist cra iso 27001 soc 2 well-architected',
  },
  { label: 'Report schedules', href: '/reports/schedules', icon: FileChartColumn, also: 'cron recipients monthly' },
  { label: 'Waiting for my approval', href: '/response?waiting=me', icon: Siren, also: 'response approvals review' },
  {
    label: 'Software versions',
    href: '/deployments/software',
    icon: Package,
    also: 'packages components firmware matrix inventory sbom',
  },
  {
    label: 'Software drift',
    href: '/deployments/software/drift',
    icon: Package,
    also: 'versions behind downgrade unannounced ahead',
  },
  {
    label: 'Cannot be updated',
    href: '/deployments/software/cannot-update',
    icon: Package,
    also: 'register legacy unsupported plan owner due things',
  },
  { label: 'API tokens', href: '/settings/tokens', icon: Settings, also: 'personal access scripts bearer' },
  { label: 'People', href: '/settings/people', icon: Settings, also: 'users roles accounts admins access' },
  { label: 'AWS accounts', href: '/settings/accounts', icon: Settings, also: 'regions role external id watch' },
  { label: 'Playbooks', href: '/settings/playbooks', icon: Settings, also: 'incidents steps tasks runbooks' },
  {
    label: 'Notifications',
    href: '/settings/notifications',
    icon: Settings,
    also: 'channels rules email webhook slack deliveries',
  },
  { label: 'HTTP API', href: '/settings/api', icon: Settings, also: 'openapi rest endpoints documentation' },
  {
    label: 'Deployment settings',
    href: '/settings/deployments',
    icon: Settings,
    also: 'stalled thresholds failing types timeout',
  },
  {
    label: 'Response settings',
    href: '/settings/response',
    icon: Settings,
    also: 'guards never touch read-only switch quarantine responder role',
  },
  {
    label: 'Check settings',
    href: '/settings/checks',
    icon: Settings,
    also: 'findings checks severity windows thresholds turn off',
  },
  {
    label: 'Incident rules',
    href: '/settings/incident-rules',
    icon: Settings,
    also: 'findings open join automatically',
  },
  {
    label: 'Retention and seals',
    href: '/settings/retention',
    icon: Settings,
    also: 'reports how long data is kept days deleted signing key',
  },
]
