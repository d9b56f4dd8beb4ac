'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import type { ActivityEntry } from '#contract/activity.ts'
import { wordsFor } from './action-words.ts'
import { EntryDetails } from './entry-details.tsx'

/** One entry over the list; j and k step through the rows. */
export function EntryDrawer(over: OverRows<ActivityEntry>) {
  const { row, steps } = overRows(over, ({ id }) => id)
  const id = over.openId && /^\d{1,18}$/.test(over.openId) ? over.openId : undefined
  const entry = useQuery({ ...api.activity.get.queryOptions({ input: { id: id ?? '0' } }), enabled: id !== undefined })
  const known = entry.data ?? row
  return (
    <Drawer
      {...steps}
      open={id !== undefined}
      title={known ? wordsFor(known.action) : `Entry ${id ?? ''}`}
      subtitle={`Entry ${id ?? ''}`}
    >
      <WhenRead query={entry} what="This entry" lines={10}>
        {(read) => <EntryDetails entry={read} />}
      </WhenRead>
    </Drawer>
  )
}
