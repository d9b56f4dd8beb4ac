'use client'

import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react'
import { cx } from './cx.ts'

/** A native checkbox with a third state. `label` names it; put visible text in `children` instead when there is room. */
export function Checkbox({ label, indeterminate = false, children, className, ...props }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate
  }, [indeterminate])
  const input = (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      {...props}
      className={cx('size-4 shrink-0 accent-accent-solid', className)}
    />
  )
  if (!children) return input
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is in the variable
    <label className="inline-flex min-h-6 items-center gap-2">
      {input}
      <span>{children}</span>
    </label>
  )
}
type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'ref'> & {
  label?: string | undefined
  indeterminate?: boolean
  children?: ReactNode
}
