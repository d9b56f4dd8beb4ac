'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { Drawer } from '#components/ui/drawer.tsx'
import { formatCount } from '#components/ui/format.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { AuditTask } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { auditStatus, taskType } from './audit-words.ts'

/** One audit, check by check. What was not evaluated is said to be so, never compliant. */
export function AuditDrawer(over: OverRows<AuditTask>) {
  const { row: audit, steps } = overRows(over, ({ task }) => task)
  const groups = useQuery(api.findings.checks.queryOptions({ input: {} }))
  const titles = new Map(groups.data?.map(({ check, title }) => [check, title]))
  return (
    <Drawer {...steps} title={audit ? `${taskType(audit.type)} audit` : 'Audit'} subtitle={audit?.task}>
      {audit ? (
        <div className="flex flex-col gap-5">
          <KeyValueList
            items={[
              { label: 'Status', value: auditStatus(audit.status) },
              { label: 'Began', value: <RelativeTime at={audit.startedAt} /> },
              { label: 'Schedule', value: audit.schedule },
              { label: 'Asked for by', value: audit.requestedBy },
              { label: 'Not started because', value: audit.error },
            ]}
          />
          <ul>
            {audit.checks.map((one) => (
              <li key={one.check} className="flex flex-col gap-0.5 border-b border-line py-2 last:border-b-0">
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span className="font-medium">{titles.get(one.check) ?? one.check}</span>
                  <span className={one.compliant === null ? 'text-unknown' : one.compliant ? 'text-ok' : 'text-bad'}>
                    {one.compliant === null
                      ? `Not evaluated: ${auditStatus(one.status)}`
                      : one.compliant
                        ? 'Compliant'
                        : 'Not compliant'}
                  </span>
                </span>
                <span className="mono text-xs break-all text-faint">{one.check}</span>
                {one.compliant === null ? null : (
                  <span className="text-muted">
                    {formatCount(one.nonCompliant ?? 0)} of {one.total === null ? 'unknown' : formatCount(one.total)}{' '}
                    not compliant
                    {one.suppressed ? `, ${formatCount(one.suppressed)} suppressed in AWS` : null}
                  </span>
                )}
                {one.errorCode || one.message ? (
                  <span className="text-attention">{[one.errorCode, one.message].filter(Boolean).join(': ')}</span>
                ) : null}
              </li>
            ))}
          </ul>
          <p>
            <Link
              href={links.findings({ account: audit.account, source: 'audit' })}
              className="text-accent hover:underline"
            >
              What audits found, as it is now
            </Link>
          </p>
        </div>
      ) : null}
    </Drawer>
  )
}
