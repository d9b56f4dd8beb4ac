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

/** On or off, taking effect at once. A native checkbox underneath; `checked` or `defaultChecked` is required. */
export function Switch({ children, ...props }: Omit<ComponentProps<'input'>, 'type'> & { children: ReactNode }) {
  return (
    <label className="inline-flex min-h-6 items-center gap-2">
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox carries its own checked state
        role="switch"
        {...props}
        className="relative h-4.5 w-8 shrink-0 appearance-none rounded-full border border-edge bg-sunken before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-edge before:transition-transform checked:border-accent-solid checked:bg-accent-solid checked:before:translate-x-3.5 checked:before:bg-on-solid"
      />
      <span>{children}</span>
    </label>
  )
}

/** A few exclusive choices side by side, as radio buttons. */
export function Segmented<Value extends string>({ label, name, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <fieldset className="inline-flex rounded-md border border-edge/60 bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex h-6 items-center gap-1.5 rounded-sm px-2 text-xs font-medium text-muted has-checked:bg-selected has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 appearance-none outline-none"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
type SegmentedProps<Value extends string> = {
  label: string
  name: string
  value: Value
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
  onChange: (value: Value) => void
}
