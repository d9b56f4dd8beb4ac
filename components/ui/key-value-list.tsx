import type { ReactNode } from 'react'

/** Facts about one thing. A value of null or undefined is said as "unknown". */
export function KeyValueList({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] gap-x-6">
      {items.map(({ label, value }) => (
        <div
          key={label}
          className="col-span-2 grid min-h-8 grid-cols-subgrid items-baseline border-b border-line py-1.5 last:border-b-0"
        >
          <dt className="min-w-20 text-muted [overflow-wrap:anywhere]">{label}</dt>
          <dd className="min-w-0 break-words">{value ?? <span className="text-unknown">unknown</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
type KeyValue = { label: string; value: ReactNode }
