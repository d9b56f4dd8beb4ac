'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import { usePreferences } from '#components/ui/preferences-provider.tsx'
import { Logo } from './logo.tsx'
import { isUnder, nouns } from './navigation.ts'

const row = 'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm'

/** The nouns, on the left from 768 px up; narrow shows icons with their names as tips. */
export function Rail() {
  const pathname = usePathname()
  const { rail, change } = usePreferences()
  const narrow = rail === 'narrow'
  const Toggle = narrow ? PanelLeftOpen : PanelLeftClose
  return (
    <nav
      aria-label="Main"
      className={cx(
        'sticky top-0 z-20 flex h-dvh shrink-0 flex-col gap-3 border-r border-line bg-sunken p-2 max-md:hidden print:hidden',
        narrow ? 'w-13' : 'w-50',
      )}
    >
      <Link href="/" className={cx(row, 'font-semibold')} aria-label="Fleetwarden, overview">
        <Logo />
        {narrow ? null : 'Fleetwarden'}
      </Link>
      <div className="flex flex-1 flex-col gap-0.5 overflow-y-auto">
        {nouns.map(({ label, href, icon: Icon, key }) => {
          const here = isUnder(pathname, href)
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? 'page' : undefined}
              aria-label={narrow ? label : undefined}
              data-tip={narrow ? label : undefined}
              aria-keyshortcuts={`g ${key}`}
              className={cx(
                row,
                'focus-visible:-outline-offset-2',
                here ? 'bg-selected font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
              )}
            >
              <Icon aria-hidden className={cx('size-4 shrink-0', here && 'text-accent')} />
              {narrow ? null : label}
            </Link>
          )
        })}
      </div>
      <button
        type="button"
        onClick={() => change({ rail: narrow ? 'open' : 'narrow' })}
        aria-label={narrow ? 'Widen the navigation' : undefined}
        data-tip={narrow ? 'Widen the navigation' : undefined}
        className={cx(row, 'text-faint hover:bg-hover hover:text-ink')}
      >
        <Toggle aria-hidden className="size-4 shrink-0" />
        {narrow ? null : 'Collapse'}
      </button>
    </nav>
  )
}
