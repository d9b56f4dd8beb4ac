'use client'

import { useEffect, useRef, useState } from 'react'

const openDelayMs = 350
const gapPx = 6
const marginPx = 8

/**
 * The one tooltip of the page, mounted once by the shell. Anything with a `data-tip` attribute gets it on hover and on
 * focus, so a table of a thousand tips costs a thousand attributes and no component. Esc hides it; the pointer may
 * move onto it (WCAG 1.4.13). Words only: a tip never holds what cannot be reached otherwise.
 */
export function TooltipLayer() {
  const box = useRef<HTMLDivElement>(null)
  const [tip, setTip] = useState<{ text: string; target: Element } | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (target: Element, delay: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        const text = target.getAttribute('data-tip')
        if (text && target.isConnected) setTip({ text, target })
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
      const target = element?.closest('[data-tip]')
      if (target) show(target, openDelayMs)
      else hide(80)
    }
    const focus = (event: FocusEvent) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null
      if (target?.matches(':focus-visible')) show(target, 0)
      else hide()
    }
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide()
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
    if (tip && box.current) place(box.current, tip.target)
  }, [tip])

  return tip ? (
    <div
      ref={box}
      role="tooltip"
      className="fixed top-0 left-0 z-[70] max-w-72 rounded-md bg-raised px-2 py-1 text-xs break-words whitespace-pre-line text-ink shadow-pop print:hidden"
    >
      {tip.text}
    </div>
  ) : null
}

function place(box: HTMLElement, target: Element) {
  const at = target.getBoundingClientRect()
  const size = box.getBoundingClientRect()
  const above = at.top - size.height - gapPx
  const top = above >= marginPx ? above : at.bottom + gapPx
  const centred = at.left + at.width / 2 - size.width / 2
  const left = Math.max(marginPx, Math.min(centred, window.innerWidth - size.width - marginPx))
  // CSSOM writes are not subject to style-src, unlike a style attribute in markup.
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}
