'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { FilterField } from '#components/ui/filter-bar.tsx'
import type { Unupdatable } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { DeploymentTabs } from '../deployment-tabs.tsx'
import { SoftwareAge } from './software-age.tsx'
import { unupdatableColumns } from './unupdatable-columns.tsx'
import { unupdatableList } from './unupdatable-list-state.ts'
import { planWords, whyWords } from './words.ts'

const PlanDialog = lazy(() => import('./plan-dialog.tsx').then((part) => ({ default: part.PlanDialog })))
const DeclareDialog = lazy(() => import('./declare-dialog.tsx').then((part) => ({ default: part.DeclareDialog })))

const fields: FilterField[] = [
  {
    id: 'state',
    label: 'Plan',
    options: Object.entries(planWords).map(([value, { word }]) => ({ value, label: word })),
  },
  { id: 'why', label: 'Why', options: Object.entries(whyWords).map(([value, label]) => ({ value, label })) },
  { id: 'thing', label: 'Thing', kind: 'text', placeholder: 'The whole name of the thing' },
]

/** The register of things that cannot be updated: why, what is to be done, by whom, until when. */
export function UnupdatablePage() {
  const list = useList(unupdatableList)
  const figures = useQuery(api.deployments.figures.queryOptions({ input: useScope() }))
  const whyNot = whyNotRole(useMe()?.role, 'responder')
  const [planning, setPlanning] = useState<Unupdatable | null>(null)
  const [declaring, setDeclaring] = useState(false)
  const columns = useMemo(() => unupdatableColumns(whyNot, setPlanning), [whyNot])
  return (
    <>
      <ListPage
        title="Deployments"
        about="Things that cannot be updated stay vulnerable. Each needs a plan, an owner and a day."
        status={<SoftwareAge />}
        path={links.unupdatable()}
        exportHref={links.unupdatableExport(list.matching)}
        actions={
          <Button
            icon={<Plus aria-hidden className="size-4" />}
            disabledReason={whyNot}
            onClick={() => setDeclaring(true)}
          >
            Declare a thing…
          </Button>
        }
        above={<DeploymentTabs current={links.unupdatable()} />}
        fields={fields}
        tall
        list={list}
        page={useRows(api.deployments.unupdatable.queryOptions({ input: list.input }))}
        label="Cannot be updated"
        noun="things"
        what="The register"
        columns={columns}
        rowId={({ account, thing }) => `${account}/${thing}`}
        rowName={({ thing }) => thing}
        rowHref={({ account, thing }) => links.thing(account, thing)}
        noMatch="No thing matches"
        empty={
          <EmptyState
            title={figures.data?.at === null ? 'Nothing was judged yet' : 'Nothing is known to be beyond updates'}
          >
            A thing comes here when it has no agent, its type is unsupported, its certificate expired or it never took
            an update, or when somebody declares it.
          </EmptyState>
        }
      />
      <Suspense fallback={null}>
        {planning ? <PlanDialog of={planning} onClose={() => setPlanning(null)} /> : null}
        {declaring ? <DeclareDialog onClose={() => setDeclaring(false)} /> : null}
      </Suspense>
    </>
  )
}
