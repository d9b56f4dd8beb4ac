'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { api } from '#components/data/api.ts'
import { toast } from '#components/ui/toast.ts'
import type { Channel, Delivery } from '#contract/notifications.ts'

/** What came of the last test of a channel on this page, if there was one. */
export type TestOf = (channel: string) => Delivery | undefined

const lookEveryMs = 1_500

/** Has test messages sent and follows them until they arrived or failed: the worker sends them, not this request. */
export function useChannelTests() {
  const queries = useQueryClient()
  const [tests, setTests] = useState<Record<string, Delivery>>({})
  const { mutate, isPending, variables } = useMutation(
    api.notifications.testChannel.mutationOptions({
      onSuccess: (delivery, { id }) => {
        setTests((others) => ({ ...others, [id]: delivery }))
        void queries.invalidateQueries({ queryKey: api.notifications.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'Not tested', detail: error.message }),
    }),
  )
  const latest = useQuery({
    ...api.notifications.deliveries.queryOptions({ input: { limit: 50 } }),
    enabled: Object.keys(tests).length > 0,
    refetchInterval: ({ state }) =>
      Object.values(tests).some(({ id }) => state.data?.items.find((one) => one.id === id)?.state === 'waiting')
        ? lookEveryMs
        : false,
  }).data
  const testOf = useCallback<TestOf>(
    (channel) => {
      const test = tests[channel]
      return test && (latest?.items.find(({ id }) => id === test.id) ?? test)
    },
    [tests, latest],
  )
  const test = useCallback(({ id }: Channel) => mutate({ id }), [mutate])
  return { test, testing: isPending ? variables.id : null, testOf }
}
