'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import type { DialogProps } from './dialog.tsx'

const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl' }

/** The body of Dialog, in a chunk of its own. */
export function DialogLoaded({ open, onOpenChange, title, description, footer, size = 'md', ...rest }: DialogProps) {
  const { returnFocus, keeps = false, children } = rest
  // One that is put into the page open: its first field takes the focus before anybody could note where it was.
  const [was, setWas] = useState(false)
  const [opener, setOpener] = useState<HTMLElement | null>(null)
  if (open !== was) {
    setWas(open)
    if (open) setOpener(focused())
  }
  const back = () => returnFocus?.() ?? (opener?.isConnected ? opener : true)
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)} disablePointerDismissal={keeps}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          data-modal=""
          finalFocus={returnFocus || opener ? back : undefined}
          className={cx(
            'fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-col rounded-lg bg-raised shadow-pop transition-[opacity,scale] duration-100 data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0',
            widths[size],
          )}
        >
          <Base.Title className="px-5 pt-4 pr-12 pb-1 text-lg font-semibold">{title}</Base.Title>
          <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">
            {description ? (
              <Base.Description render={<div className="text-muted" />}>{description}</Base.Description>
            ) : null}
            {children ? <div className={description ? 'mt-4' : undefined}>{children}</div> : null}
          </div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 rounded-b-lg border-t border-line bg-sunken px-5 py-3">
              {footer}
            </div>
          ) : null}
          {/* Last in order, so that focus starts on the first field or verb. */}
          <Base.Close
            render={
              <IconButton
                size="sm"
                label="Close"
                className="absolute top-4 right-4"
                icon={<X aria-hidden className="size-4" />}
              />
            }
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

const focused = () =>
  document.activeElement instanceof HTMLElement && document.activeElement !== document.body
    ? document.activeElement
    : null
