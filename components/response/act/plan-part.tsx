import type { ReactNode } from 'react'

/** A titled part of the plan. */
export function Part({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 flex flex-wrap items-baseline gap-x-2 font-semibold">
        {title}
        {note ? <span className="text-xs font-normal text-muted">{note}</span> : null}
      </h3>
      {children}
    </section>
  )
}
