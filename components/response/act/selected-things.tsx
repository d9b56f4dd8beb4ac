'use client'

import { ShieldBan, ShieldCheck } from 'lucide-react'
import { links } from '#contract/links.ts'
import { type Chosen, SelectionVerbs } from './selection-verbs.tsx'

/** What can be done with the things of a selection. */
export function SelectedThings({ chosen }: { chosen: Chosen }) {
  return (
    <SelectionVerbs
      chosen={chosen}
      verbs={[
        { action: 'cut-off-thing', icon: <ShieldBan aria-hidden className="size-3.5" /> },
        { action: 'quarantine-thing', icon: <ShieldBan aria-hidden className="size-3.5" /> },
        { action: 'release-thing', icon: <ShieldCheck aria-hidden className="size-3.5" /> },
      ]}
      more={[
        { kind: 'separator' },
        { kind: 'link', label: 'Deactivate or revoke: under Credentials', href: links.credentials({}) },
      ]}
    />
  )
}
