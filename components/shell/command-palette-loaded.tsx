'use client'

import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { usePreferences } from '#components/ui/preferences-provider.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { CommandPaletteProps } from './command-palette.tsx'
import { nounPlaces, type Place, places } from './places.ts'
import { useHits } from './use-hits.ts'

const row = 'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1 data-[selected=true]:bg-hover'

/** The body of CommandPalette, in a chunk of its own with cmdk. */
export function CommandPaletteLoaded({ open, onOpenChange, onSearch }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Dialog.Popup
          aria-label="Search or jump to"
          className="fixed top-[10vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg bg-raised shadow-pop"
        >
          <Palette onSearch={onSearch} close={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Palette({ onSearch, close }: Pick<CommandPaletteProps, 'onSearch'> & { close: () => void }) {
  const router = useRouter()
  const { theme, clock, change } = usePreferences()
  const [query, setQuery] = useState('')
  const { hits, state } = useHits(onSearch, query)
  const needle = query.trim().toLowerCase()
  const matches = ({ label, also }: Place) => `${label} ${also}`.toLowerCase().includes(needle)
  const pages: Place[] = [...nounPlaces.filter(matches), ...places.filter((place) => needle !== '' && matches(place))]
  const verbs = [
    {
      label: theme === 'dark' ? 'Use the light theme' : 'Use the dark theme',
      run: () => change({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
    {
      label: clock === 'utc' ? 'Show times in local time' : 'Show times in UTC',
      run: () => change({ clock: clock === 'utc' ? 'local' : 'utc' }),
    },
  ].filter(({ label }) => needle !== '' && label.toLowerCase().includes(needle))
  const kinds = [...new Set(hits.map(({ kind }) => kind))]

  function go(href: string) {
    close()
    router.push(href)
  }
  return (
    <Command label="Search or jump to" shouldFilter={false} loop>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        {state === 'searching' ? (
          <Spinner className="text-faint" />
        ) : (
          <Search aria-hidden className="size-4 text-faint" />
        )}
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={onSearch ? 'A thing, certificate, client ID or page' : 'A page'}
          className="h-12 flex-1 bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        {state === 'failed' ? (
          <p role="alert" className="px-2.5 py-2 text-bad">
            Search did not answer. Pages below still work.
          </p>
        ) : null}
        {kinds.map((kind) => (
          <Group key={kind} heading={kind}>
            {hits
              .filter((hit) => hit.kind === kind)
              .map((hit) => (
                <Command.Item key={hit.id} value={`${kind}/${hit.id}`} onSelect={() => go(hit.href)} className={row}>
                  <span className="truncate font-medium">{hit.title}</span>
                  {hit.detail ? <span className="mono ml-auto truncate text-muted">{hit.detail}</span> : null}
                </Command.Item>
              ))}
          </Group>
        ))}
        {pages.length > 0 ? (
          <Group heading="Pages">
            {pages.map(({ label, href, icon: Icon, key }) => (
              <Command.Item key={href} value={`page${href}`} onSelect={() => go(href)} className={row}>
                <Icon aria-hidden className="size-4 text-muted" />
                {label}
                {key ? <kbd className="mono ml-auto text-faint">g {key}</kbd> : null}
              </Command.Item>
            ))}
          </Group>
        ) : null}
        {verbs.length > 0 ? (
          <Group heading="Preferences">
            {verbs.map(({ label, run }) => (
              <Command.Item
                key={label}
                value={label}
                onSelect={() => {
                  run()
                  close()
                }}
                className={row}
              >
                {label}
              </Command.Item>
            ))}
          </Group>
        ) : null}
        {hits.length + pages.length + verbs.length === 0 && state !== 'searching' ? (
          <p className="px-2.5 py-6 text-center text-muted">Nothing is called “{query.trim()}”</p>
        ) : null}
      </Command.List>
    </Command>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}
