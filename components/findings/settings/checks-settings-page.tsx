'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { severityWords } from '#components/incidents/words.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import type { CheckSettings } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { kindWords } from '../words.ts'

const CheckDialog = lazy(() => import('./check-dialog.tsx').then((part) => ({ default: part.CheckDialog })))

/** What each check is set to. */
export function ChecksSettingsPage() {
  const query = useQuery(api.findings.settings.queryOptions())
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  const [search, setSearch] = useState('')
  const [setting, setSetting] = useState<CheckSettings | null>(null)
  const columns = useMemo(() => columnsWith(whyNot, setSetting), [whyNot])
  const sought = search.trim().toLowerCase()
  return (
    <SettingsFrame current={links.checkSettings()}>
      <Panel title="Checks" note="Our own, and those of deployments; Device Defender’s are set in AWS" flush>
        <DataTable
          tall
          label="Checks"
          noun="checks"
          columns={columns}
          rows={query.data?.filter(({ title, check }) => `${title} ${check}`.toLowerCase().includes(sought))}
          rowId={({ check }) => check}
          failed={failureOf(query, 'The checks')}
          toolbar={
            <SearchBox label="Search checks" value={search} onChange={setSearch} placeholder="Part of a check's name" />
          }
        />
      </Panel>
      <Suspense fallback={null}>
        {setting ? <CheckDialog settings={setting} onClose={() => setSetting(null)} /> : null}
      </Suspense>
    </SettingsFrame>
  )
}

function columnsWith(
  whyNot: string | undefined,
  onSet: (settings: CheckSettings) => void,
): readonly Column<CheckSettings>[] {
  return [
    { id: 'check', header: 'Check', className: 'w-[38%] min-w-56 max-w-0 truncate', cell: ({ title }) => title },
    { id: 'kind', header: 'Looks at', hidden: true, cell: ({ subjectKind }) => kindWords[subjectKind] },
    {
      id: 'on',
      header: 'State',
      cell: ({ enabled }) => (enabled ? 'On' : <span className="text-attention">Off</span>),
    },
    {
      id: 'severity',
      header: 'Severity',
      cell: ({ severity }) =>
        severity ? severityWords[severity] : <span className="text-muted">as the check says</span>,
    },
    {
      id: 'numbers',
      header: 'Numbers',
      className: 'w-[38%] min-w-56 max-w-0',
      cell: ({ parameters, perType, perGroup, numbersAt }) => {
        if (numbersAt)
          return (
            <Link href={numbersAt} className="text-accent hover:underline">
              Thresholds of deployments
            </Link>
          )
        const words = parameters.map(({ label, value, unit }) => `${label}: ${formatCount(value)} ${unit}`).join('; ')
        const others = perType.length + perGroup.length
        return (
          <span className="block truncate" data-tip={words.length > 48 ? words : undefined}>
            {words || <span className="text-faint">–</span>}
            {others > 0 ? <span className="text-muted"> and {others} of its own</span> : null}
          </span>
        )
      },
    },
    {
      id: 'set',
      header: 'Set',
      align: 'end',
      always: true,
      cell: (settings) => (
        <Button size="sm" disabledReason={whyNot} onClick={() => onSet(settings)}>
          Set…
        </Button>
      ),
    },
  ]
}
