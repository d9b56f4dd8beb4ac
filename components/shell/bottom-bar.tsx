'use client'

import { Ellipsis } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { isUnder, nouns } from './navigation.ts'

const first = nouns.slice(0, 4)
const rest = nouns.slice(4)

/** The nouns on a phone: four at the thumb, the others one press away. */
export function BottomBar() {
  const pathname = usePathname()
  return (
    <nav
      aria-label="Main, compact"
      className="fixed inset-x-0 bottom-0 z-20 flex h-14 items-stretch border-t border-line bg-sunken md:hidden print:hidden"
    >
      {first.map(({ label, href, icon: Icon }) => {
        const here = isUnder(pathname, href)
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cx(
              'flex flex-1 flex-col items-center justify-center gap-1 text-2xs focus-visible:-outline-offset-2',
              here ? 'font-medium text-accent' : 'text-muted',
            )}
          >
            <Icon aria-hidden className="size-4.5" />
            {label}
          </Link>
        )
      })}
      <span className="flex flex-1 items-center justify-center">
        <Menu
          label="More pages"
          iconOnly
          variant="ghost"
          align="end"
          icon={<Ellipsis aria-hidden className="size-5" />}
          items={rest.map(({ label, href, icon: Icon }) => ({
            kind: 'link',
            label,
            href,
            icon: <Icon aria-hidden className="size-4" />,
          }))}
        />
      </span>
    </nav>
  )
}
