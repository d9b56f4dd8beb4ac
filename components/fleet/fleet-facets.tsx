'use client'

import type { ListState } from '#components/data/list/use-list.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { FacetList, type FacetOption } from '#components/ui/facet-list.tsx'
import type { Failure } from '#components/ui/panel.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { ThingFacets } from '#contract/things.ts'
import type { fleetList } from './fleet-list.ts'
import { healthWords, presenceWords } from './words.ts'

type FleetListState = ListState<(typeof fleetList)['filters'], (typeof fleetList)['sorts'][number]>

/** The questions beside the inventory, with how many things of the whole fleet give each answer. */
export function FleetFacets({ list, facets, failed }: FleetFacetsProps) {
  if (!facets)
    return failed ? (
      <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
    ) : (
      <SkeletonLines lines={8} />
    )
  const worded = (field: string, counts: ThingFacets['presence'], words: Record<string, { word: string }>) =>
    Object.entries(words).flatMap(([value, { word }]): FacetOption[] => {
      const count = counts.find((one) => one.value === value)?.count ?? 0
      return count > 0 || list.chosen(field).includes(value) ? [{ value, label: word, count }] : []
    })
  const facet = (title: string, field: string, options: FacetOption[]) => (
    <FacetList
      title={title}
      options={options}
      selected={list.chosen(field)}
      onToggle={(value) => list.toggle(field, value)}
    />
  )
  // A value typed by hand may be beyond the counts; it must still be there to be taken back.
  const named = (field: string, counts: ThingFacets['types']) => [
    ...counts.map(({ value, count }) => ({ value, label: value, count })),
    ...list
      .chosen(field)
      .filter((value) => !counts.some((one) => one.value === value))
      .map((value) => ({ value, label: value })),
  ]
  const own = list.chosen('quietDays').filter((value) => !usual.some((one) => one.value === value))
  const quiet = [...usual, ...own.map((value) => ({ value, label: days(value) }))]
  return (
    <>
      {facet('Credential', 'health', worded('health', facets.health, healthWords))}
      {facet('Presence', 'presence', worded('presence', facets.presence, presenceWords))}
      {facet('Quiet for more than', 'quietDays', quiet)}
      {facet('Type', 'type', named('type', facets.types))}
      {facet('Group', 'group', named('group', facets.groups))}
      {facets.billingGroups.length > 0
        ? facet('Billing group', 'billingGroup', named('billingGroup', facets.billingGroups))
        : null}
      {facet('Record', 'gone', [{ value: 'true', label: 'Gone from AWS' }])}
    </>
  )
}

type FleetFacetsProps = { list: FleetListState; facets: ThingFacets | undefined; failed: Failure | undefined }

const days = (value: string) => `${value} days`
const usual = ['7', '30', '90'].map((value) => ({ value, label: days(value) }))
