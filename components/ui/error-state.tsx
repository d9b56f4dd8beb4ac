'use client'

import { CloudAlert, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

/** It failed: `title` says what, `children` what is known about why; `onRetry` offers the retry. */
export function ErrorState({ title, children, onRetry, retrying, reference }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-10 text-center">
      <CloudAlert aria-hidden className="mb-2 size-5 text-bad" />
      <p className="font-medium">{title}</p>
      {children ? <div className="max-w-prose text-muted">{children}</div> : null}
      {reference ? <p className="mono text-faint">Reference {reference}</p> : null}
      {onRetry ? (
        <Button className="mt-3" busy={retrying} icon={<RotateCw aria-hidden className="size-3.5" />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}
type ErrorStateProps = {
  title: string
  children?: ReactNode
  onRetry?: (() => void) | undefined
  retrying?: boolean | undefined
  reference?: string | undefined
}

/** One line inside a panel that still shows its last good data. */
export function Notice({ tone = 'attention', children, action }: NoticeProps) {
  const look =
    tone === 'bad'
      ? 'bg-bad-soft text-bad'
      : tone === 'info'
        ? 'bg-info-soft text-muted'
        : 'bg-attention-soft text-attention'
  return (
    <div role="status" className={`flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-xs ${look}`}>
      <span className="min-w-0 grow basis-60">{children}</span>
      {action}
    </div>
  )
}
type NoticeProps = { tone?: 'attention' | 'bad' | 'info'; children: ReactNode; action?: ReactNode }
