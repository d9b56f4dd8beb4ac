import { cx } from './cx.ts'

/** A grey bar that holds the place of text; size it with classes (`h-4 w-32`). Hidden from assistive technology. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={cx('shimmer block rounded-sm bg-line', className ?? 'h-3.5 w-24')} />
}

/** `lines` bars of uneven length, for a paragraph or a list that is on its way. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  const widths = ['w-3/4', 'w-1/2', 'w-2/3', 'w-5/12']
  return (
    <div className="flex flex-col gap-2.5 py-1">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars with no identity
        <Skeleton key={line} className={cx('h-3.5', widths[line % widths.length])} />
      ))}
    </div>
  )
}
