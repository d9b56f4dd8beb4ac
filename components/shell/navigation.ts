import { Activity, FileLock2, Gauge, KeyRound, type LucideIcon, RefreshCw, Router, Settings, Siren } from 'lucide-react'

export type Noun = {
  label: string
  href: string
  icon: LucideIcon
  /** The second key of its chord: g, then this. */
  key: string
  /** What else people call it; matched by the command palette. */
  also: string
}

/** Somewhere to jump to; only the nouns have a chord. */
export type Place = Omit<Noun, 'key'> & { key?: string }

/** The nouns of the rail, in order. */
export const nouns: readonly Noun[] = [
  { label: 'Overview', href: '/', icon: Gauge, key: 'o', also: 'home dashboard' },
  { label: 'Inventory', href: '/fleet', icon: Router, key: 'i', also: 'fleet things devices' },
  { label: 'Credentials', href: '/credentials', icon: KeyRound, key: 'c', also: 'certificates expiry ca' },
  { label: 'Policies', href: '/policies', icon: FileLock2, key: 'p', also: 'permissions documents' },
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

/** Pages that stand under a noun and are jumped to by name all the same. */
export const places: readonly Place[] = [
  { label: 'Waiting for my approval', href: '/response?waiting=me', icon: Siren, also: 'response approvals review' },
  {
    label: 'Response settings',
    href: '/settings/response',
    icon: Settings,
    also: 'guards never touch read-only switch quarantine responder role',
  },
]

/** Whether a page belongs to a noun: its own address or anything beneath it. */
export function isUnder(pathname: string, href: string) {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
