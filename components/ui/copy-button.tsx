'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { announce } from './announce.ts'
import { Button, IconButton } from './button.tsx'
import { toast } from './toast.ts'

/** Copies `text`. `what` names it: "Copy certificate ID". With `children` it is a button with words. */
export function CopyButton({ text, what, children }: { text: string; what: string; children?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      announce(`Copied ${what}`)
    } catch {
      toast({ tone: 'bad', title: 'The browser refused access to the clipboard', detail: text })
    }
  }
  const icon = copied ? <Check aria-hidden className="size-3.5 text-ok" /> : <Copy aria-hidden className="size-3.5" />
  if (children) {
    return (
      <Button size="sm" icon={icon} onClick={copy}>
        {children}
      </Button>
    )
  }
  return <IconButton size="sm" label={`Copy ${what}`} icon={icon} onClick={copy} />
}
