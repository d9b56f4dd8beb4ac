'use client'

import { Columns3 } from 'lucide-react'
import { Menu } from '../menu.tsx'
import type { Column } from './column.ts'

/** Which columns show. The first is always on: it names the row. */
export function ColumnsMenu<Row>({ columns, hidden, onChange }: ColumnsMenuProps<Row>) {
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
type ColumnsMenuProps<Row> = {
  columns: readonly Column<Row>[]
  hidden: readonly string[]
  onChange: (hidden: string[]) => void
}
