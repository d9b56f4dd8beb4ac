import { CircleSlash2, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Nothing here: `title` says what is missing, `children` why, `action` is the next step. */
export function EmptyState({ title, children, action, icon: Icon = CircleSlash2 }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-10 text-center">
      <Icon aria-hidden className="mb-2 size-5 text-faint" />
      <p className="font-medium">{title}</p>
      {children ? <div className="max-w-prose text-balance text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}
type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode; icon?: LucideIcon }
