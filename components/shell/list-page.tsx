'use client'

import type { Ref } from 'react'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { ListTable, type ListTableProps } from '#components/data/list/list-table.tsx'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { ColumnsMenu } from '#components/ui/table/columns-menu.tsx'
import { ListLayout, type ListLayoutProps } from './list-layout.tsx'

/**
 * A page that is a list: it says its words, columns and filters, and all else is as on every other. The frame and the
 * table each take what is theirs.
 */
export function ListPage<Row>({ path, exportHref, actions, fields, search, barRef, ...page }: ListPageProps<Row>) {
  const { list } = page
  const [hidden, setHidden] = useColumns(list.page, page.columns)
  // Beside the filters, where there are some: a strip of the table for one button is a row less of what is listed.
  const besideFilters = fields !== undefined && !page.toolbar
  return (
    <ListLayout
      {...page}
      actions={
        <>
          {path ? <SavedViewsMenu page={list.page} path={path} query={list.query} account={list.account} /> : null}
          {exportHref ? <ExportButton href={exportHref} /> : null}
          {actions}
        </>
      }
      bar={
        fields ? (
          <div ref={barRef} className="scroll-mt-16">
            <FilterBar
              fields={fields}
              tokens={list.tokens}
              onChange={list.setTokens}
              search={search && { ...search, value: list.search, onChange: list.setSearch }}
            >
              {besideFilters ? <ColumnsMenu columns={page.columns} hidden={hidden} onChange={setHidden} /> : null}
            </FilterBar>
          </div>
        ) : null
      }
    >
      <ListTable {...page} menuElsewhere={besideFilters} />
    </ListLayout>
  )
}

type Around = 'title' | 'about' | 'count' | 'status' | 'actions' | 'above' | 'facets' | 'below'

type ListPageProps<Row> = Pick<ListLayoutProps, Around> &
  ListTableProps<Row> & {
    /** Where saved views of this list lead; without it there are none. */
    path?: string
    /** All that matches as CSV: links.…Export(list.matching). */
    exportHref?: string
    fields?: readonly FilterField[]
    search?: { label: string; placeholder: string }
    barRef?: Ref<HTMLDivElement>
  }
