'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Menu } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toast.ts'
import { whyNotRole } from '#contract/roles.ts'

/** Asks Device Defender for an audit of one account now. It looks and changes nothing. */
export function StartAudit() {
  const queries = useQueryClient()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'responder')
  const start = useMutation(
    api.audits.start.mutationOptions({
      onSuccess: () =>
        toast({
          tone: 'ok',
          title: 'Audit asked for',
          detail: 'The worker starts it; AWS takes minutes. It is listed below.',
        }),
      onError: (error) => toast({ tone: 'bad', title: 'No audit was started', detail: error.message }),
      onSettled: () => void queries.invalidateQueries({ queryKey: api.audits.key() }),
    }),
  )
  return (
    <Menu
      label="Audit now"
      icon={<Play aria-hidden className="size-4" />}
      align="end"
      items={(accounts.data ?? []).map(({ id, name, region }) => ({
        label: `${name}, ${region}`,
        disabledReason: whyNot,
        onSelect: () => start.mutate({ account: id }),
      }))}
    />
  )
}
