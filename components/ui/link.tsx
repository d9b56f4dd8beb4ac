'use client'

import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

/**
 * A link within the console: a plain click goes there without loading the page anew. next/link would add 3 KB to
 * every page and ask the server for pages ahead of the click, of which those made for each request get nothing.
 */
export function Link({ href, scroll = true, onClick, ...props }: LinkProps) {
  const router = useRouter()
  function go(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || elsewhere || props.target || props.download !== undefined) return
    event.preventDefault()
    router.push(href, { scroll })
  }
  return <a {...props} href={href} onClick={go} />
}
export type LinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  href: string
  /** Whether the window goes to the top of the page it leads to. */
  scroll?: boolean
}
