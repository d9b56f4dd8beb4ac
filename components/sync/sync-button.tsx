'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { plural } from '#components/ui/format.ts'
import { toast } from '#components/ui/toast.ts'

type Which = { account?: number; collector?: string; title?: string }

/** Asks the worker to collect now: everything, one account, or one feed (then small, for a row). */
export function SyncButton({ account, collector, title, whyNot }: Which & { whyNot: string | undefined }) {
  const queries = useQueryClient()
  const request = useMutation(
    api.sync.request.mutationOptions({
      onSuccess: ({ requested }) => {
        toast({ title: `Asked for ${plural(requested, 'feed')}`, detail: 'The worker takes them as the quota allows.' })
        void queries.invalidateQueries({ queryKey: api.sync.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'Not asked for', detail: error.message }),
    }),
  )
  const go = () => request.mutate({ account, collector })
  const icon = <RefreshCw aria-hidden className="size-3.5" />
  if (collector)
    return (
      <IconButton
        label={`Sync ${title ?? collector} now`}
        icon={icon}
        size="sm"
        busy={request.isPending}
        disabledReason={whyNot}
        onClick={go}
      />
    )
  return (
    <Button icon={icon} size={account ? 'sm' : 'md'} busy={request.isPending} disabledReason={whyNot} onClick={go}>
      Sync now
    </Button>
  )
}
