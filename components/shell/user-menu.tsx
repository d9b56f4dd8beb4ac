'use client'

import { CircleUserRound, Keyboard, LogOut, Settings } from 'lucide-react'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import type { Preferences } from '#components/ui/preferences.ts'
import { usePreferences } from '#components/ui/preferences-provider.tsx'
import type { ShellPerson } from './shell-data.ts'

const themes = [
  { value: 'system', label: 'Follow the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Preferences['theme']; label: string }[]

/** Who is signed in, how the console looks to them, and the way out. */
export function UserMenu({ person, onSheet, onSignOut }: UserMenuProps) {
  const { theme, density, clock, zone, change } = usePreferences()
  const items: MenuItem[] = [
    ...(person ? [{ kind: 'heading', label: `${person.name}, ${person.role}` } as const] : []),
    { kind: 'heading', label: 'Theme' },
    {
      kind: 'radio',
      label: 'Theme',
      value: theme,
      options: themes,
      onChange: (value) => change({ theme: themes.find((one) => one.value === value)?.value ?? 'system' }),
    },
    { kind: 'separator' },
    {
      kind: 'check',
      label: 'Compact rows',
      checked: density === 'compact',
      onChange: (on) => change({ density: on ? 'compact' : 'comfortable' }),
    },
    {
      kind: 'check',
      label: zone === 'UTC' ? 'Times in UTC' : `Times in UTC, not ${zone}`,
      checked: clock === 'utc',
      onChange: (on) => change({ clock: on ? 'utc' : 'local' }),
    },
    { kind: 'separator' },
    { kind: 'link', label: 'Settings', href: '/settings', icon: <Settings aria-hidden className="size-4" /> },
    { label: 'Keyboard shortcuts', hint: '?', icon: <Keyboard aria-hidden className="size-4" />, onSelect: onSheet },
    ...(onSignOut ? [{ label: 'Sign out', icon: <LogOut aria-hidden className="size-4" />, onSelect: onSignOut }] : []),
  ]
  return (
    <Menu
      label={person ? `Account of ${person.name}` : 'Account and preferences'}
      iconOnly
      variant="ghost"
      align="end"
      icon={<CircleUserRound aria-hidden className="size-4.5" />}
      items={items}
    />
  )
}
type UserMenuProps = { person: ShellPerson | undefined; onSheet: () => void; onSignOut: (() => void) | undefined }
