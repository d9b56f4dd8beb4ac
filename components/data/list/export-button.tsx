import { Download } from 'lucide-react'
import { LinkButton } from '#components/ui/button.tsx'

/** Downloads exactly what the filter matches, streamed by the server; `href` from links.…Export(matching). */
export function ExportButton({ href, size, children = 'Export CSV' }: ExportButtonProps) {
  return (
    <LinkButton href={href} download size={size} icon={<Download aria-hidden className="size-3.5" />}>
      {children}
    </LinkButton>
  )
}
type ExportButtonProps = { href: string; size?: 'sm' | 'md'; children?: string }
