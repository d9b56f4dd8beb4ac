'use client'

import { CircleCheck, CloudAlert, Info, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { onAnnounce } from './announce.ts'
import { Button, IconButton, LinkButton } from './button.tsx'
import { dismiss, type Toast, useToasts } from './toast.ts'
import { TooltipLayer } from './tooltip.tsx'

/** Where toasts, announcements and tooltips appear; mounted once, after the page. */
export function Toaster() {
  const shown = useToasts()
  const [spoken, setSpoken] = useState('')
  useEffect(() => onAnnounce(setSpoken), [])
  return (
    <>
      {/* Said outright, because a modal dialog hides from assistive technology what is not. */}
      <div role="status" aria-live="polite" className="sr-only">
        {spoken}
      </div>
      <section
        aria-label="Notifications"
        className="pointer-events-none fixed inset-x-3 bottom-3 z-[60] flex flex-col items-end gap-2 max-md:bottom-16 print:hidden"
      >
        <div role="log" aria-live="polite" aria-relevant="additions" className="contents">
          {shown.map((one) => (
            <ToastCard key={one.id} {...one} />
          ))}
        </div>
        <TooltipLayer />
      </section>
    </>
  )
}

const icons = {
  ok: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />,
  bad: <CloudAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
  info: <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />,
}

function ToastCard({ id, title, detail, tone = 'info', action, link, lastsMs }: Toast) {
  const [held, setHeld] = useState(false)
  const lifeMs = lastsMs ?? (tone === 'bad' ? 0 : action || link ? 10_000 : 6_000)
  useEffect(() => {
    if (held || lifeMs === 0) return
    const timer = setTimeout(() => dismiss(id), lifeMs)
    return () => clearTimeout(timer)
  }, [held, id, lifeMs])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering or focusing only pauses the timer
    <div
      className="pointer-events-auto flex w-full max-w-sm items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-1.5 pl-3 shadow-pop"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {icons[tone]}
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {detail ? <p className="break-words text-muted">{detail}</p> : null}
      </div>
      {link ? (
        <LinkButton size="sm" variant="ghost" href={link.href} onClick={() => dismiss(id)}>
          {link.label}
        </LinkButton>
      ) : null}
      {action ? (
        <Button
          size="sm"
          onClick={() => {
            dismiss(id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton size="sm" label="Dismiss" icon={<X aria-hidden className="size-3.5" />} onClick={() => dismiss(id)} />
    </div>
  )
}
