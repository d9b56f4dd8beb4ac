import {
  Activity,
  FileChartColumn,
  FileLock2,
  Gauge,
  KeyRound,
  ListChecks,
  type LucideIcon,
  OctagonAlert,
  Package,
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
}

/** The nouns of the rail, in order. */
export const nouns: readonly Noun[] = [
  { label: 'Overview', href: '/', icon: Gauge, key: 'o' },
  { label: 'Inventory', href: '/fleet', icon: Router, key: 'i' },
  { label: 'Credentials', href: '/credentials', icon: KeyRound, key: 'c' },
  { label: 'Policies', href: '/policies', icon: FileLock2, key: 'p' },
  {
    label: 'Findings',
    href: '/findings',
    icon: ListChecks,
    key: 'f',
  },
  {
    label: 'Behaviours',
    href: '/behaviours',
    icon: Radar,
    key: 'b',
  },
  {
    label: 'Incidents',
    href: '/incidents',
    icon: OctagonAlert,
    key: 'n',
  },
  {
    label: 'Response',
    href: '/response',
    icon: Siren,
    key: 'r',
  },
  { label: 'Deployments', href: '/deployments', icon: Package, key: 'd' },
  { label: 'Reports', href: '/reports', icon: FileChartColumn, key: 'e' },
  { label: 'Sync', href: '/sync', icon: RefreshCw, key: 'y' },
  { label: 'Activity', href: '/activity', icon: Activity, key: 'a' },
  { label: 'Settings', href: '/settings', icon: Settings, key: 's' },
]

/** Whether a page belongs to a noun: its own address or anything beneath it. */
export function isUnder(pathname: string, href: string) {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
