'use client'

import type { ReactNode } from 'react'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { type Failure, type Freshness, Panel } from '#components/ui/panel.tsx'
import type { CertificateBreakdown, CertificateFilters } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { type Bar, BarList } from './bar-list.tsx'
import { withoutAuthority } from './certificate-fields.ts'
import { shortId } from './certificate-name.ts'
import { signatureName } from './signature-name.ts'
import { concernWords, entriesOf, statusWord, statusWords } from './words.ts'

export type BreakdownProps = {
  breakdown: CertificateBreakdown | undefined
  failed: Failure | undefined
  freshness: Freshness | undefined
  scope: { account?: number }
}

/** Reasons to look at certificates apart from their dates. */
export function ConcernsPanel({ breakdown, failed, freshness, scope }: BreakdownProps) {
  return (
    <Panel title="What else needs a look?" failed={failed} freshness={freshness} loading={!breakdown && !failed}>
      {breakdown ? (
        <ul className="flex flex-col">
          {entriesOf(concernWords).map(([concern, { word, meaning, tone }]) => {
            const count = breakdown.concerns.find(({ value }) => value === concern)?.count ?? 0
            return (
              <li key={concern} className="border-b border-line last:border-b-0">
                <Link
                  href={links.credentials({ ...scope, concern })}
                  data-tip={meaning}
                  className="-mx-2 flex min-h-8 items-center gap-3 rounded-md px-2 hover:bg-hover"
                >
                  <span className={count > 0 ? 'min-w-0 flex-1' : 'min-w-0 flex-1 text-muted'}>{word}</span>
                  <span className={count > 0 ? inks[tone] : 'text-faint'}>{formatCount(count)}</span>
                </Link>
              </li>
            )
          })}
        </ul>
      ) : null}
    </Panel>
  )
}

const inks = {
  bad: 'font-semibold tabular-nums text-bad',
  attention: 'font-semibold tabular-nums text-attention',
  unknown: 'font-semibold tabular-nums text-unknown',
}

/** Key algorithms and signatures in use. */
export function KeysPanel({ breakdown, failed, freshness, scope }: BreakdownProps) {
  return (
    <Panel title="Which keys and signatures?" failed={failed} freshness={freshness} loading={!breakdown && !failed}>
      {breakdown ? (
        <div className="grid gap-x-8 gap-y-3 md:grid-cols-2">
          <Part title="Key">
            <BarList
              noun="certificates"
              empty="No key has been read yet"
              bars={breakdown.keys.map((one) => bar(one, { ...scope, key: one.value }))}
            />
          </Part>
          <Part title="Signature">
            <BarList
              noun="certificates"
              empty="No signature has been read yet"
              bars={breakdown.signatures.map((one) => {
                const { label, ...rest } = bar(one, { ...scope, signature: one.value })
                return { ...rest, label: signatureName(label) }
              })}
            />
          </Part>
        </div>
      ) : null}
    </Panel>
  )
}

/** Who vouches for the certificates. */
export function IssuersPanel({ breakdown, failed, freshness, scope }: BreakdownProps) {
  return (
    <Panel title="Which CA issued them?" failed={failed} freshness={freshness} loading={!breakdown && !failed}>
      {breakdown ? (
        <BarList
          noun="certificates"
          empty="No certificate has been read yet"
          bars={breakdown.authorities.map(({ value, count, name }) => {
            const href = links.credentials({ ...scope, ca: value })
            if (value !== 'none') return { id: value, label: name ?? shortId(value), count, href }
            const { label, sure } = withoutAuthority(breakdown)
            return { id: value, label, count, href, unknown: !sure }
          })}
        />
      ) : null}
    </Panel>
  )
}

/** How long certificates have been registered: a histogram lying on its side, so that every bar has its label. */
export function AgesPanel({ breakdown, failed, freshness, scope }: BreakdownProps) {
  return (
    <Panel title="How long in use?" failed={failed} freshness={freshness} loading={!breakdown && !failed}>
      {breakdown ? (
        <BarList
          noun="certificates"
          empty="No certificate has been read yet"
          bars={breakdown.ages.map(({ bucket, olderThanDays, count }) => ({
            id: bucket,
            label: bucket,
            count,
            unknown: bucket === 'unknown',
            tip: olderThanDays > 0 ? 'Lists these and all that are older' : undefined,
            href: links.credentials(olderThanDays > 0 ? { ...scope, olderThanDays, sort: '-created' } : scope),
          }))}
        />
      ) : null}
    </Panel>
  )
}

/** Certificates by AWS's status. */
export function StatusesPanel({ breakdown, failed, freshness, scope }: BreakdownProps) {
  return (
    <Panel title="Which status?" failed={failed} freshness={freshness} loading={!breakdown && !failed}>
      {breakdown ? (
        <BarList
          noun="certificates"
          empty="No certificate has been read yet"
          bars={breakdown.statuses.map(({ value, count }) => ({
            ...bar({ value, count }, { ...scope, status: statusFilter(value) }),
            label: statusWord(value).word,
            tip: statusWord(value).meaning,
          }))}
        />
      ) : null}
    </Panel>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 text-xs text-muted">{title}</h3>
      {children}
    </div>
  )
}

function bar({ value, count }: { value: string; count: number }, filters: CertificateFilters): Bar {
  const unknown = value === 'unknown'
  return {
    id: value,
    label: unknown ? 'Unknown' : value,
    count,
    unknown,
    href: links.credentials(filters),
  }
}

/** A status as a filter; one the endpoint does not filter by leads to the whole list. */
export function statusFilter(value: string): CertificateFilters['status'] {
  return entriesOf(statusWords).find(([name]) => name === value)?.[0]
}
