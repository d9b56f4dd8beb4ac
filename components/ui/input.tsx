'use client'

import { Search } from 'lucide-react'
import { type ComponentProps, createContext, type ReactNode, use, useId } from 'react'
import { cx } from './cx.ts'

const look =
  'rounded-md border border-edge bg-surface text-ink disabled:opacity-60 aria-invalid:border-bad hover:not-disabled:border-muted'

type FieldContext = { id: string; describedBy: string | undefined; invalid: boolean }
const Context = createContext<FieldContext | null>(null)

/** A label, its control, a hint and an error, tied together. The control inside needs no id of its own. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const describedBy = cx(hint ? `${id}-hint` : null, error ? `${id}-error` : null) || undefined
  return (
    <Context value={{ id, describedBy, invalid: Boolean(error) }}>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {children}
        {hint ? (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={`${id}-error`} role="alert" className="text-xs font-medium text-bad">
            {error}
          </p>
        ) : null}
      </div>
    </Context>
  )
}
type FieldProps = { label: string; hint?: ReactNode; error?: string | undefined; children: ReactNode }

/** Props a control takes from the Field around it, if there is one. */
function useField() {
  const field = use(Context)
  if (!field) return {}
  return { id: field.id, 'aria-describedby': field.describedBy, 'aria-invalid': field.invalid || undefined }
}

/** A text input. Inside a Field it is labelled; alone it needs an aria-label. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...useField()} {...props} className={cx(look, 'h-8 w-full min-w-0 px-2.5', className)} />
}

/** Text of several lines; grows no further than its reader drags it. */
export function TextArea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...useField()}
      {...props}
      className={cx(look, 'block w-full min-w-0 resize-y px-2.5 py-1.5', className)}
    />
  )
}

/** A search box; `data-search` is what the `/` key focuses. */
export function SearchInput({ className, ...props }: ComponentProps<'input'> & { 'aria-label': string }) {
  return (
    <span className={cx('relative block', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        type="search"
        data-search=""
        autoComplete="off"
        spellCheck={false}
        {...props}
        className={cx(look, 'h-8 w-full pr-2 pl-8')}
      />
    </span>
  )
}

/** The browser's own select, dressed: works before hydration, on touch and under any policy. */
export function Select({ options, className, ...props }: SelectProps) {
  return (
    <select {...useField()} {...props} className={cx(look, 'h-8 min-w-0 pr-7 pl-2.5', className)}>
      {options.map(({ value, label, disabled }) => (
        <option key={value} value={value} disabled={disabled} className="bg-raised text-ink">
          {label}
        </option>
      ))}
    </select>
  )
}
type SelectProps = Omit<ComponentProps<'select'>, 'children'> & {
  options: readonly { value: string; label: string; disabled?: boolean }[]
}
