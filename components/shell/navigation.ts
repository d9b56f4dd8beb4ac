import {
  Activity,
  FileLock2,
  Gauge,
  KeyRound,
  ListChecks,
  type LucideIcon,
  OctagonAlert,
  Radar,
  RefreshCw,
  Router,
  Settings,
  Siren,
} from 'lucide-react'

export type Noun = {
  label: string
  href: string
  icon: LucideIcon
  /** The second key of its chord: g, then this. */
  key: string
  /** What else people call it; matched by the command palette. */
  also: string
}

/** The nouns of the rail, in order. */
export const nouns: readonly Noun[] = [
  { label: 'Overview', href: '/', icon: Gauge, key: 'o', also: 'home dashboard' },
  { label: 'Inventory', href: '/fleet', icon: Router, key: 'i', also: 'fleet things devices' },
  { label: 'Credentials', href: '/credentials', icon: KeyRound, key: 'c', also: 'certificates expiry ca' },
  { label: 'Policies', href: '/policies', icon: FileLock2, key: 'p', also: 'permissions documents' },
  {
    label: 'Findings',
    href: '/findings',
    icon: ListChecks,
    key: 'f',
    also: 'checks audit violations suppressions coverage',
  },
  {
    label: 'Behaviours',
    href: '/behaviours',
    icon: Radar,
    key: 'b',
    also: 'detect violations alarms security profiles agents metrics',
  },
  {
    label: 'Incidents',
    href: '/incidents',
    icon: OctagonAlert,
    key: 'n',
    also: 'duplicate client ids clones inbox',
  },
  {
    label: 'Response',
    href: '/response',
    icon: Siren,
    key: 'r',
    also: 'actions runs approvals containment undo quarantine',
  },
  { label: 'Sync', href: '/sync', icon: RefreshCw, key: 'y', also: 'collectors accounts freshness' },
  { label: 'Activity', href: '/activity', icon: Activity, key: 'a', also: 'audit log trail' },
  { label: 'Settings', href: '/settings', icon: Settings, key: 's', also: 'people tokens sessions profile' },
]

/** Whether a page belongs to a noun: its own address or anything beneath it. */
export function isUnder(pathname: string, href: string) {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
