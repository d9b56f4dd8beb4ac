'use client'

import { Fragment } from 'react'
import { Dialog } from '#components/ui/dialog.tsx'
import { commandKey } from '#components/ui/keyboard.ts'
import { nouns } from './navigation.ts'

const groups = (): { title: string; rows: readonly (readonly [keys: string, does: string])[] }[] => [
  {
    title: 'Anywhere',
    rows: [
      [`${commandKey()} K`, 'Search or jump to'],
      ['/', 'Search this list'],
      ['?', 'This sheet'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    title: 'In a list',
    rows: [
      ['j', 'Next row'],
      ['k', 'Previous row'],
      ['Enter', 'Open the row'],
      ['x', 'Select the row'],
      ['t', 'Chart as a table'],
      ['f', 'What failed, in a run'],
    ],
  },
  {
    title: 'With an incident',
    rows: [
      ['a', 'Assign it to me'],
      ['s', 'Move it: triage, resolve, close, dismiss'],
      ['c', 'Comment, on its page'],
      ['r', 'What ends it, on its page'],
      ['m', 'Join it with another, on its page'],
    ],
  },
  { title: 'Go to', rows: nouns.map(({ key, label }) => [`g ${key}`, label] as const) },
]

/** Every shortcut there is. */
export function ShortcutSheetLoaded({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="lg">
      <div className="-mb-4 gap-x-10 sm:columns-2">
        {groups().map(({ title, rows }) => (
          <section key={title} className="break-inside-avoid pb-4">
            <h3 className="mb-1 text-xs font-semibold text-muted">{title}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-y-1">
              {rows.map(([keys, does]) => (
                <Fragment key={keys}>
                  <dt>{does}</dt>
                  <dd className="flex justify-end gap-1">
                    {keys.split(' ').map((key) => (
                      <kbd
                        key={key}
                        className="mono min-w-6 rounded-sm border border-line-strong bg-sunken px-1.5 py-0.5 text-center"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
