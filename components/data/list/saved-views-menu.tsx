'use client'

import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { Menu } from '#components/ui/menu.tsx'
import { useLater } from '#components/ui/use-later.ts'
import type { SavedViewsProps, Shown } from './saved-views.tsx'

const views = () => import('./saved-views.tsx')
const unread: Shown = { label: 'Saved views', items: [] }

/** My saved views of this page: go to one, save what is in force, delete one. What is in it comes after the page. */
export function SavedViewsMenu(props: SavedViewsProps) {
  const [{ label, items }, show] = useState(unread)
  const loaded = useLater(views)
  return (
    <>
      <Menu label={label} align="end" icon={<Bookmark aria-hidden className="size-3.5" />} items={items} />
      {loaded ? <loaded.SavedViews {...props} show={show} /> : null}
    </>
  )
}
