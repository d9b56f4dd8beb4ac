'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { useScope } from '#components/data/scope.tsx'
import { Age } from '#components/ui/time.tsx'

const staleAfterMs = 86_400_000

/** When software was last judged in this scope. */
export function SoftwareAge() {
  const { data } = useQuery(api.deployments.figures.queryOptions({ input: useScope() }))
  return data ? <Age at={data.at} staleAfterMs={staleAfterMs} prefix="Read" /> : null
}
