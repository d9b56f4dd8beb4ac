import { LoaderCircle } from 'lucide-react'
import { cx } from './cx.ts'

/** Decorative; say what is under way in words beside it. */
export function Spinner({ className }: { className?: string | undefined }) {
  return <LoaderCircle aria-hidden className={cx('size-3.5 animate-spin', className)} />
}
