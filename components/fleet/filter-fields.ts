import type { FilterField, FilterOption } from '#components/ui/filter-bar.tsx'
import type { Thing, ThingFacets } from '#contract/things.ts'
import { healthWords, presenceWords } from './words.ts'

/** What the inventory can be filtered by; names are suggested from the facets, attribute values from the rows shown. */
export function filterFields(facets: ThingFacets | undefined, rows: readonly Thing[]): FilterField[] {
  const attribute = facets?.attributes[0]
  return [
    { id: 'type', label: 'Type', suggest: among(facets?.types), placeholder: 'Type name' },
    { id: 'group', label: 'Group', suggest: among(facets?.groups), placeholder: 'Thing group name' },
    {
      id: 'billingGroup',
      label: 'Billing group',
      suggest: among(facets?.billingGroups),
      placeholder: 'Billing group name',
    },
    {
      id: 'attribute',
      label: 'Attribute',
      suggest: async (typed) => attributesLike(rows, typed),
      placeholder: `${attribute ?? 'name'}=value`,
    },
    {
      id: 'presence',
      label: 'Presence',
      options: Object.entries(presenceWords).map(([value, { word }]) => ({
        value,
        label: word,
        count: facets?.presence.find((one) => one.value === value)?.count,
      })),
    },
    { id: 'quietDays', label: 'Quiet for more than', kind: 'number', unit: 'day', placeholder: '30' },
    {
      id: 'health',
      label: 'Credential',
      options: Object.entries(healthWords).map(([value, { word }]) => ({
        value,
        label: word,
        count: facets?.health.find((one) => one.value === value)?.count,
      })),
    },
    { id: 'withoutCredential', label: 'Without a credential of its own', options: [{ value: 'true', label: 'Yes' }] },
    { id: 'gone', label: 'Gone from AWS', options: [{ value: 'true', label: 'Yes' }] },
  ]
}

type Facet = readonly { value: string; count: number }[] | undefined

function among(facet: Facet) {
  return async (typed: string): Promise<FilterOption[]> => {
    const needle = typed.toLowerCase()
    return (facet ?? [])
      .filter(({ value }) => value.toLowerCase().includes(needle))
      .slice(0, 50)
      .map(({ value, count }) => ({ value, label: value, count }))
  }
}

function attributesLike(rows: readonly Thing[], typed: string): FilterOption[] {
  const needle = typed.toLowerCase()
  const pairs = rows.flatMap(({ attributes }) => Object.entries(attributes).map(([name, value]) => `${name}=${value}`))
  return [...new Set(pairs)]
    .filter((pair) => pair.toLowerCase().includes(needle))
    .sort()
    .slice(0, 50)
    .map((pair) => ({ value: pair, label: pair }))
}
