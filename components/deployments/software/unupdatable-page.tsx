'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { Age } from '#components/ui/time.tsx'
import type { Unupdatable } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { DeploymentTabs } from '../deployment-tabs.tsx'
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
const staleAfterMs = 86_400_000

/** The register of things that cannot be updated: why, what is to be done, by whom, until when. */
export function UnupdatablePage() {
  const list = useList(unupdatableList)
  const scope = useScope()
  const figures = useQuery(api.deployments.figures.queryOptions({ input: scope }))
  const page = useQuery({
    ...api.deployments.unupdatable.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const whyNot = whyNotRole(useMe()?.role, 'responder')
  const [planning, setPlanning] = useState<Unupdatable | null>(null)
  const [declaring, setDeclaring] = useState(false)
  const columns = useMemo(() => unupdatableColumns(whyNot, setPlanning), [whyNot])
  const [hidden, setHidden] = useColumns(unupdatableList.page, columns)
  const rows = page.data?.items
  return (
    <>
      <PageHeader
        title="Deployments"
        status={figures.data ? <Age at={figures.data.at} staleAfterMs={staleAfterMs} prefix="Read" /> : null}
        actions={
          <>
            <SavedViewsMenu
              page={unupdatableList.page}
              path={links.unupdatable()}
              query={list.query}
              account={list.account}
            />
            <ExportButton href={links.unupdatableExport(list.matching)} />
            <Button
              icon={<Plus aria-hidden className="size-4" />}
              disabledReason={whyNot}
              onClick={() => setDeclaring(true)}
            >
              Declare a thing…
            </Button>
          </>
        }
      >
        Things that cannot be updated stay vulnerable. Each needs a plan, an owner and a day.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <DeploymentTabs current={links.unupdatable()} />
        <FilterBar fields={fields} tokens={list.tokens} onChange={list.setTokens} />
        <section aria-label="Cannot be updated" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Cannot be updated"
            noun="things"
            columns={columns}
            rows={rows}
            rowId={({ account, thing }) => `${account}/${thing}`}
            rowName={({ thing }) => thing}
            rowHref={({ account, thing }) => links.thing(account, thing)}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The register')}
            empty={
              list.narrowed ? (
                <EmptyState title="No thing matches" action={<Button onClick={list.clear}>Clear filters</Button>}>
                  None fits every filter above.
                </EmptyState>
              ) : (
                <EmptyState
                  title={figures.data?.at === null ? 'Nothing was judged yet' : 'Nothing is known to be beyond updates'}
                >
                  A thing comes here when it has no agent, its type is unsupported, its certificate expired or it never
                  took an update, or when somebody declares it.
                </EmptyState>
              )
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="things"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      <Suspense fallback={null}>
        {planning ? <PlanDialog of={planning} onClose={() => setPlanning(null)} /> : null}
        {declaring ? <DeclareDialog onClose={() => setDeclaring(false)} /> : null}
      </Suspense>
    </>
  )
}
