'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import type { MenuItem } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toast.ts'
import { useOpened } from '#components/ui/use-opened.ts'

const SaveViewDialog = lazy(() =>
  import('./save-view-dialog.tsx').then((module) => ({ default: module.SaveViewDialog })),
)

/** Keeps the menu of my saved views up to date through `show`, and asks for a name when one is saved. */
export function SavedViews({ page, path, query, account, show }: SavedViewsProps & { show: (shown: Shown) => void }) {
  const queries = useQueryClient()
  const [saving, setSaving] = useState(false)
  const views = useQuery(api.savedViews.list.queryOptions({ input: { page } }))
  const mine = views.data
  const { mutate: restore } = useMutation(
    api.savedViews.save.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.savedViews.key() }),
      onError: (error) => toast({ tone: 'bad', title: 'The view did not come back', detail: error.message }),
    }),
  )
  const { mutate: removeView } = useMutation(
    api.savedViews.remove.mutationOptions({
      onSuccess: (_, { id }) => {
        const view = mine?.find((one) => one.id === id)
        void queries.invalidateQueries({ queryKey: api.savedViews.key() })
        if (view)
          toast({
            tone: 'ok',
            title: `Deleted the view “${view.name}”`,
            action: { label: 'Undo', run: () => restore({ page, name: view.name, query: view.query }) },
          })
      },
      onError: (error) => toast({ tone: 'bad', title: 'The view was not deleted', detail: error.message }),
    }),
  )
  const shown = useMemo(() => {
    const current = mine?.find((view) => view.query === query)
    const items: MenuItem[] = [
      ...(mine?.length ? [] : [{ kind: 'heading' as const, label: 'No saved views yet' }]),
      ...(mine ?? []).map((view) => ({
        kind: 'link' as const,
        label: view.name,
        href: addressOf(path, view.query, account),
      })),
      { kind: 'separator' },
      {
        label: 'Save this view…',
        disabledReason: current ? `Already saved as “${current.name}”` : undefined,
        onSelect: () => setSaving(true),
      },
      ...(current
        ? [{ label: `Delete “${current.name}”`, danger: true, onSelect: () => removeView({ id: current.id }) }]
        : []),
    ]
    return { label: current ? `View: ${current.name}` : 'Saved views', items }
  }, [mine, query, path, account, removeView])
  useEffect(() => show(shown), [show, shown])
  return useOpened(saving) ? (
    <Suspense fallback={null}>
      <SaveViewDialog
        open={saving}
        onOpenChange={setSaving}
        page={page}
        query={query}
        taken={mine?.map(({ name }) => name) ?? []}
      />
    </Suspense>
  ) : null
}
/** What the menu says and offers. */
export type Shown = { label: string; items: readonly MenuItem[] }
export type SavedViewsProps = { page: string; path: string; query: string; account: number | undefined }

function addressOf(path: string, query: string, account: number | undefined) {
  const params = new URLSearchParams(query)
  if (account !== undefined) params.set('account', String(account))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}
