'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toast.tsx'
import { useOpened } from '#components/ui/use-opened.ts'

const SaveViewDialog = lazy(() =>
  import('./save-view-dialog.tsx').then((module) => ({ default: module.SaveViewDialog })),
)

/** My saved views of this page: go to one, save what is in force, delete one. `path` is the page's own address. */
export function SavedViewsMenu({ page, path, query, account }: SavedViewsMenuProps) {
  const queries = useQueryClient()
  const [saving, setSaving] = useState(false)
  const views = useQuery(api.savedViews.list.queryOptions({ input: { page } }))
  const remove = useMutation(
    api.savedViews.remove.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.savedViews.key() }),
      onError: (error) => toast({ tone: 'bad', title: 'The view was not deleted', detail: error.message }),
    }),
  )
  const mine = views.data ?? []
  const current = mine.find((view) => view.query === query)
  const items: MenuItem[] = [
    ...(mine.length > 0 ? [] : [{ kind: 'heading' as const, label: 'No saved views yet' }]),
    ...mine.map((view) => ({ kind: 'link' as const, label: view.name, href: addressOf(path, view.query, account) })),
    { kind: 'separator' },
    {
      label: 'Save this view…',
      disabledReason: current ? `Already saved as “${current.name}”` : undefined,
      onSelect: () => setSaving(true),
    },
    ...(current
      ? [{ label: `Delete “${current.name}”`, danger: true, onSelect: () => remove.mutate({ id: current.id }) }]
      : []),
  ]
  return (
    <>
      <Menu
        label={current ? `View: ${current.name}` : 'Saved views'}
        align="end"
        icon={<Bookmark aria-hidden className="size-3.5" />}
        items={items}
      />
      {useOpened(saving) ? (
        <Suspense fallback={null}>
          <SaveViewDialog
            open={saving}
            onOpenChange={setSaving}
            page={page}
            query={query}
            taken={mine.map(({ name }) => name)}
          />
        </Suspense>
      ) : null}
    </>
  )
}
type SavedViewsMenuProps = { page: string; path: string; query: string; account: number | undefined }

function addressOf(path: string, query: string, account: number | undefined) {
  const params = new URLSearchParams(query)
  if (account !== undefined) params.set('account', String(account))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}
