'use client'

import type { ComponentProps, ReactNode } from 'react'

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
