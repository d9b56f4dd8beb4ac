'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { place } from './place.ts'

const openDelayMs = 350
const closeDelayMs = 80

/**
 * The one tooltip of the page, mounted once by the shell. Anything with a `data-tip` attribute gets it on hover and on
 * focus, so a table of a thousand tips costs a thousand attributes and no component; an empty one means the element's
 * own text, where it is cut, and so does a cell that truncates. Esc hides it; the pointer may move onto it
 * (WCAG 1.4.13). Words only: a tip never holds what cannot be reached otherwise.
 */
export function TooltipLayer() {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [tip, setTip] = useState<{ text: string; target: Element } | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (target: Element, delay: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        const text = target.getAttribute('data-tip') || cutText(target)
        setTip(text && target.isConnected ? { text, target } : null)
      }, delay)
    }
    const hide = (delay = 0) => {
      clearTimeout(timer)
      timer = setTimeout(() => setTip(null), delay)
    }
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return
      const element = event.target instanceof Element ? event.target : null
      if (box.current && element && box.current.contains(element)) return clearTimeout(timer)
      const target = element?.closest('[data-tip],td.truncate')
      if (target) show(target, openDelayMs)
      else hide(closeDelayMs)
    }
    // Only focus that the person moved: a dialog that focuses its first button has not been asked about it.
    let tabbing = false
    const focus = (event: FocusEvent) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null
      if (target && tabbing) show(target, 0)
      else hide()
    }
    const key = (event: KeyboardEvent) => {
      tabbing = event.key === 'Tab'
      if (event.key === 'Escape') hide()
    }
    const now = () => hide()
    document.addEventListener('pointerover', over)
    document.addEventListener('pointerdown', now)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', now)
    document.addEventListener('keydown', key)
    document.addEventListener('scroll', now, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('pointerdown', now)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', now)
      document.removeEventListener('keydown', key)
      document.removeEventListener('scroll', now, { capture: true })
    }
  }, [])

  useEffect(() => {
    if (!tip || !box.current) return
    const { target } = tip
    if (!box.current.matches(':popover-open')) box.current.showPopover()
    place(box.current, target, { side: 'above', align: 'center', gapPx: 6 })
    const names = target.getAttribute('aria-label') === tip.text || target.hasAttribute('aria-describedby')
    if (names) return
    target.setAttribute('aria-describedby', id)
    return () => target.removeAttribute('aria-describedby')
  }, [tip, id])

  return tip ? (
    <div
      ref={box}
      id={id}
      key={tip.text}
      role="tooltip"
      popover="manual"
      className="pointer-events-auto fixed inset-auto top-0 left-0 m-0 max-w-72 border-0 rounded-md bg-raised px-2 py-1 text-xs break-words whitespace-pre-line text-ink shadow-pop print:hidden"
    >
      {tip.text}
    </div>
  ) : null
}

const cutText = (element: Element) => (element.scrollWidth > element.clientWidth ? element.textContent : null)
