'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from './button.tsx'
import type { DrawerProps } from './drawer.tsx'
import { isTyping, overlayOpen } from './keyboard.ts'
import { Link } from './link.tsx'

/** The body of Drawer, in a chunk of its own. */
export function DrawerLoaded(props: DrawerProps) {
  const { open, onClose, title, subtitle, fullPageHref, onPrevious, onNext, footer, children } = props
  const popup = useRef<HTMLDivElement>(null)
  // Stepping changes the row that is shown, so focus returns to the one shown last, not to where it came from.
  const row = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!open) return
    const shown = document.querySelector<HTMLElement>('[data-row][aria-current="true"]')
    // Whoever comes back to an open drawer, or steps through it, finds its row in sight.
    if (shown !== row.current) shown?.scrollIntoView({ block: 'nearest' })
    row.current = shown
  })
  function giveBackFocus() {
    if (!row.current?.isConnected) return true
    row.current.focus()
    return false
  }

  useEffect(() => {
    if (!open) return
    function step(event: KeyboardEvent) {
      if (isTyping(event) || overlayOpen() || event.metaKey || event.ctrlKey || event.altKey) return
      const go = event.key === 'j' ? onNext : event.key === 'k' ? onPrevious : undefined
      if (!go) return
      // The list behind listens for the same keys; while open, they belong to the drawer.
      event.stopPropagation()
      event.preventDefault()
      go()
    }
    document.addEventListener('keydown', step, { capture: true })
    return () => document.removeEventListener('keydown', step, { capture: true })
  }, [open, onNext, onPrevious])

  return (
    <Base.Root
      open={open}
      modal={false}
      disablePointerDismissal
      // A question asked over the drawer has Esc to itself.
      onOpenChange={(next) => !next && !overlayOpen() && onClose()}
    >
      <Base.Portal>
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          finalFocus={giveBackFocus}
          tabIndex={-1}
          className="fixed inset-y-0 right-0 z-30 flex w-full max-w-xl flex-col border-l border-line-strong bg-surface shadow-pop transition-transform duration-150 data-ending-style:translate-x-full data-starting-style:translate-x-full outline-none print:hidden"
        >
          <div className="flex items-start gap-1 border-b border-line py-2.5 pr-2 pl-5">
            <div className="flex min-h-8 min-w-0 flex-1 flex-col justify-center">
              <Base.Title data-tip={title.length > 40 ? title : undefined} className="truncate text-lg font-semibold">
                {title}
              </Base.Title>
              {subtitle ? <div className="text-muted">{subtitle}</div> : null}
            </div>
            <IconButton
              label="Previous (k)"
              icon={<ChevronUp aria-hidden className="size-4" />}
              disabledReason={onPrevious ? undefined : 'This is the first row'}
              onClick={onPrevious}
            />
            <IconButton
              label="Next (j)"
              icon={<ChevronDown aria-hidden className="size-4" />}
              disabledReason={onNext ? undefined : 'This is the last row'}
              onClick={onNext}
            />
            {fullPageHref ? (
              <Link
                href={fullPageHref}
                aria-label="Open full page"
                data-tip="Open full page"
                className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
              >
                <Maximize2 aria-hidden className="size-4" />
              </Link>
            ) : null}
            <Base.Close render={<IconButton label="Close (Esc)" icon={<X aria-hidden className="size-4" />} />} />
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: a named group that scrolls; a fieldset holds controls */}
          <div
            role="group"
            aria-label={title}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-5 py-4 focus-visible:-outline-offset-2"
          >
            {children}
          </div>
          {footer ? (
            <div className="flex flex-wrap gap-2 border-t border-line bg-sunken px-5 py-3">{footer}</div>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
