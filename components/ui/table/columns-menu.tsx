'use client'

import { afterPaint } from '../after-paint.tsx'
import type { Column } from './column.ts'

/** Which columns show. The first is always on: it names the row. Its code comes after the rows. */
export const ColumnsMenu = afterPaint(
  () => import('./columns-menu-loaded.tsx').then((part) => part.ColumnsMenuLoaded),
  <div className="h-7 w-26" />,
)

export type ColumnsMenuProps = {
  columns: readonly Pick<Column<never>, 'id' | 'header' | 'always' | 'hidden'>[]
  hidden: readonly string[]
  onChange: (hidden: string[]) => void
}
