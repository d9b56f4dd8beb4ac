'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { api } from '#components/data/api.ts'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Cause, ConflictCause } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { useWhyNot } from '../triage/use-change.ts'
import { causeWords } from '../words.ts'

type Scenario = ConflictCause

const scenarios = (Object.keys(causeWords) as Cause[]).filter(
  (cause): cause is Scenario => cause !== 'undecided' && cause !== 'unusual-behaviour' && cause !== 'finding',
)
// More would make the menu longer than a screen.
const mostPlaces = 2
const chooseOne = 'An exercise is played in one account: choose one at the top of the page'

/** Begins an exercise: virtual devices play a conflict for real, labelled and counted apart. */
export function DrillMenu({ account }: { account: number | undefined }) {
  const queries = useQueryClient()
  const whyNot = useWhyNot()
  const { data: accounts } = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 })
  const enabled = accounts?.filter((one) => one.enabled) ?? []
  const places = account === undefined ? enabled : enabled.filter(({ id }) => id === account)
  const start = useMutation(
    api.incidents.startDrill.mutationOptions({
      onSuccess: (drill) => {
        void queries.invalidateQueries({ queryKey: api.incidents.key() })
        const detail = `${causeWords[drill.scenario].word}. Its incident appears under exercises within a minute.`
        toast({ tone: 'ok', title: 'Exercise asked for', detail })
      },
      onError: (error) => toast({ tone: 'bad', title: 'No exercise was begun', detail: error.message }),
    }),
  )
  const items: MenuItem[] = [
    { kind: 'link', label: 'Past exercises', href: links.incidents({ drill: true }) },
    { kind: 'separator' },
    ...(places.length > 0 && places.length <= mostPlaces ? places : [undefined]).flatMap((place): MenuItem[] => [
      { kind: 'heading', label: place && enabled.length > 1 ? `Begin one in ${place.name}` : 'Begin an exercise' },
      ...scenarios.map((scenario) => ({
        label: causeWords[scenario].word,
        disabledReason: whyNot ?? (place ? undefined : chooseOne),
        onSelect: () => {
          if (place) start.mutate({ account: place.id, scenario })
        },
      })),
    ]),
  ]
  return <Menu label="Exercises" align="end" icon={<FlaskConical aria-hidden className="size-3.5" />} items={items} />
}
