'use client'

import { Columns3 } from 'lucide-react'
import { Menu } from '../menu.tsx'
import { worthChoosing } from './column.ts'
import type { ColumnsMenuProps } from './columns-menu.tsx'

/** The body of ColumnsMenu, in a chunk of its own. */
export function ColumnsMenuLoaded({ columns, hidden, onChange }: ColumnsMenuProps) {
  if (!worthChoosing(columns)) return null
  return (
    <Menu
      label="Columns"
      variant="ghost"
      size="sm"
      align="end"
      icon={<Columns3 aria-hidden className="size-3.5" />}
      items={columns.map((column, at) => ({
        kind: 'check',
        label: column.header,
        checked: !hidden.includes(column.id),
        disabledReason: at === 0 || column.always ? 'Always shown' : undefined,
        onChange: (shown) => onChange(shown ? hidden.filter((id) => id !== column.id) : [...hidden, column.id]),
      }))}
    />
  )
}
