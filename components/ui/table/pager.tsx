'use client'

import { afterPaint } from '../after-paint.tsx'
import type { Count } from '../format.ts'

/**
 * Previous and next of a list that pages by key. It knows no page numbers, because the server does not either. It stands
 * under the rows, so that its code comes after them.
 */
export const Pager = afterPaint(
  () => import('./pager-loaded.tsx').then((part) => part.PagerLoaded),
  <div className="h-7" />,
)

export type PagerProps = {
  shown: number
  total?: Count | undefined
  noun?: string
  /** Absent on the first page. */
  onPrevious?: (() => void) | undefined
  /** Absent on the last page. */
  onNext?: (() => void) | undefined
  busy?: boolean | undefined
}
