import { Keyboard, LogOut, Settings } from 'lucide-react'
import type { MenuItem } from '#components/ui/menu.tsx'
import type { Preferences } from '#components/ui/preferences.ts'
import type { usePreferences } from '#components/ui/preferences-provider.tsx'
import type { ShellPerson } from './shell-data.ts'

const themes = [
  { value: 'system', label: 'Follow the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Preferences['theme']; label: string }[]

/** What is in the user's menu. */
export function userMenuItems({ person, onSheet, onSignOut }: UserMenuProps, preferences: InForce): MenuItem[] {
  const { theme, density, clock, zone, change } = preferences
  return [
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
}
type InForce = ReturnType<typeof usePreferences>
export type UserMenuProps = {
  person: ShellPerson | undefined
  onSheet: () => void
  onSignOut: (() => void) | undefined
}
