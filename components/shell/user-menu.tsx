'use client'

import { CircleUserRound } from 'lucide-react'
import { Menu } from '#components/ui/menu.tsx'
import { usePreferences } from '#components/ui/preferences-provider.tsx'
import { useLater } from '#components/ui/use-later.ts'
import type { UserMenuProps } from './user-menu-items.tsx'

const contents = () => import('./user-menu-items.tsx')

/** Who is signed in, how the console looks to them, and the way out. What is in it comes after the page. */
export function UserMenu(props: UserMenuProps) {
  const { person } = props
  const preferences = usePreferences()
  const loaded = useLater(contents)
  return (
    <Menu
      label={person ? `Account of ${person.name}` : 'Account and preferences'}
      iconOnly
      variant="ghost"
      align="end"
      icon={<CircleUserRound aria-hidden className="size-4.5" />}
      items={loaded ? loaded.userMenuItems(props, preferences) : []}
    />
  )
}
