import { OctagonAlert, Settings, Siren } from 'lucide-react'
import type { Noun } from './navigation.ts'

/** Somewhere to jump to; only the nouns have a chord. */
export type Place = Omit<Noun, 'key'> & { key?: string }

/** Pages that stand under a noun and are jumped to by name all the same. */
export const places: readonly Place[] = [
  { label: 'My incidents', href: '/incidents?assignee=me', icon: OctagonAlert, also: 'inbox assigned triage' },
  {
    label: 'Unassigned incidents',
    href: '/incidents?assignee=nobody',
    icon: OctagonAlert,
    also: 'inbox new triage nobody',
  },
  { label: 'Exercises', href: '/incidents?drill=true', icon: OctagonAlert, also: 'incidents drills practice' },
  { label: 'Waiting for my approval', href: '/response?waiting=me', icon: Siren, also: 'response approvals review' },
  {
    label: 'Response settings',
    href: '/settings/response',
    icon: Settings,
    also: 'guards never touch read-only switch quarantine responder role',
  },
]
