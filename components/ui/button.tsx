'use client'

import { type ButtonHTMLAttributes, type MouseEvent, type ReactNode, useId } from 'react'
import { cx } from './cx.ts'
import { Link, type LinkProps } from './link.tsx'
import { Spinner } from './spinner.tsx'

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger'
type Size = 'sm' | 'md'

const variants: Record<Variant, string> = {
  primary: 'bg-accent-solid text-on-solid border-transparent not-aria-disabled:hover:bg-accent-solid-hover',
  secondary: 'bg-surface text-ink border-edge/60 not-aria-disabled:hover:bg-hover',
  ghost:
    'bg-transparent text-muted border-transparent not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink',
  danger: 'bg-danger-solid text-on-solid border-transparent not-aria-disabled:hover:bg-danger-solid-hover',
}
const sizes: Record<Size, string> = { sm: 'h-7 px-2 text-xs', md: 'h-8 px-3 text-sm' }
const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none aria-disabled:opacity-60'

type Look = { variant?: Variant | undefined; size?: Size | undefined; icon?: ReactNode }

export type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
    /** Why this cannot be done now. Keeps the button focusable, refuses the click, and says the reason. */
    disabledReason?: string | undefined
    /** Work started by this button is under way: refuses further clicks and shows it. */
    busy?: boolean | undefined
    ref?: React.Ref<HTMLButtonElement> | undefined
  }

/** A verb. `variant` primary once per view at most; `danger` only for what cannot be undone. */
export function Button({ variant, size, icon, disabledReason, busy, className, children, ...props }: ButtonProps) {
  return (
    <Pressable
      {...props}
      disabledReason={disabledReason}
      busy={busy}
      className={cx(look({ variant, size }), className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </Pressable>
  )
}

/** A square button whose `label` is its name for assistive technology and its tooltip. */
export function IconButton({
  label,
  size,
  variant = 'ghost',
  icon,
  className,
  disabledReason,
  busy,
  ...props
}: IconButtonProps) {
  return (
    <Pressable
      data-tip={disabledReason ?? label}
      aria-label={label}
      {...props}
      disabledReason={disabledReason}
      busy={busy}
      className={cx(base, variants[variant], size === 'sm' ? 'size-6' : 'size-8', className)}
    >
      {busy ? <Spinner /> : icon}
    </Pressable>
  )
}
export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & { label: string; icon: ReactNode }

/** A link that looks like a button; for going somewhere, never for doing something. */
export function LinkButton({ variant, size, icon, className, children, ...props }: Look & LinkProps) {
  return (
    <Link {...props} className={cx(look({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  )
}

function look({ variant = 'secondary', size = 'md' }: Look) {
  return cx(base, variants[variant], sizes[size])
}

function Pressable({ disabledReason, busy, onClick, children, ...props }: ButtonProps) {
  const reasonId = useId()
  const blocked = disabledReason !== undefined || busy === true
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (blocked) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...(disabledReason ? { 'data-tip': disabledReason, 'aria-describedby': reasonId } : {})}
      {...props}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      onClick={press}
    >
      {children}
      {disabledReason ? (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      ) : null}
    </button>
  )
}
