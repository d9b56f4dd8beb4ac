import { cx } from './cx.ts'

/** One line of text, cut to the room there is; where it is cut, the whole is its tip. The room must end somewhere. */
export function Cut({ children, mono, className }: { children: string; mono?: boolean; className?: string }) {
  return (
    <span data-tip="" className={cx('block truncate', mono && 'mono', className)}>
      {children}
    </span>
  )
}
