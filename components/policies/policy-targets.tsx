'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { StatusMark } from '#components/credentials/marks.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { LoadMore } from '#components/ui/table/load-more.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { PolicyDetail, PolicyTarget } from '#contract/policies.ts'

type Page = { items: PolicyTarget[]; nextCursor: string | null }

/** What the policy is attached to, page by page, with the things each target stands for. */
export function PolicyTargets({ policy }: { policy: PolicyDetail }) {
  const { account, name, targets } = policy
  const query = useInfiniteQuery(
    api.policies.targets.infiniteOptions({
      input: (cursor: string | undefined) => ({ account, name, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last: Page) => last.nextCursor ?? undefined,
    }),
  )
  const rows = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel
      title="Attached to"
      note={
        policy.targetsReadAt ? (
          <>
            Read <RelativeTime at={policy.targetsReadAt} />
          </>
        ) : null
      }
      loading={query.isPending}
      failed={failureOf(query, 'Its targets')}
      flush
    >
      {rows ? (
        rows.length === 0 ? (
          <NoTargets unread={targets === null} />
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <section aria-label="Targets, scrolls sideways" tabIndex={0} className="max-h-[32rem] overflow-auto">
              <TargetTable account={account} rows={rows} />
            </section>
            <div className="px-4 py-2">
              <LoadMore
                shown={rows.length}
                total={targets === null ? undefined : { value: targets }}
                noun="targets"
                busy={query.isFetchingNextPage}
                onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
              />
            </div>
          </>
        )
      ) : null}
    </Panel>
  )
}

function NoTargets({ unread }: { unread: boolean }) {
  return unread ? (
    <EmptyState title="Not read yet">What it is attached to is unknown until the policy feed reaches it.</EmptyState>
  ) : (
    <EmptyState title="Attached to nothing">No certificate, thing group or identity is affected by it.</EmptyState>
  )
}

function TargetTable({ account, rows }: { account: number; rows: readonly PolicyTarget[] }) {
  return (
    <table aria-label="Targets" className="w-full border-separate border-spacing-0 text-left">
      <thead>
        <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-[1] [&>th]:h-8 [&>th]:border-b [&>th]:border-line-strong [&>th]:bg-surface [&>th]:px-4 [&>th]:text-xs [&>th]:font-medium [&>th]:whitespace-nowrap [&>th]:text-muted">
          <th scope="col">Target</th>
          <th scope="col">Kind</th>
          <th scope="col">Status</th>
          <th scope="col">Things</th>
          <th scope="col">First seen</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={`${row.kind} ${row.target}`}
            className="[&>td]:border-b [&>td]:border-line [&>td]:px-4 [&>td]:py-1.5"
          >
            <td className="max-w-72 min-w-48">
              <Target account={account} row={row} />
            </td>
            <td className="whitespace-nowrap">{kinds[row.kind]}</td>
            <td>
              <TargetStatus row={row} />
            </td>
            <td className="max-w-80 min-w-40">
              <Things account={account} names={row.things} />
            </td>
            <td className="whitespace-nowrap">
              <RelativeTime at={row.firstSeenAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const kinds: Record<PolicyTarget['kind'], string> = {
  certificate: 'Certificate',
  'thing-group': 'Thing group',
  cognito: 'Cognito identity',
  other: 'Other',
}

function Target({ account, row: { kind, target, known } }: { account: number; row: PolicyTarget }) {
  const href =
    kind === 'certificate' && known
      ? links.certificate(account, target)
      : kind === 'thing-group'
        ? links.fleet({ account, group: target })
        : undefined
  const text = <MiddleCut text={target} plain={kind === 'thing-group'} />
  return href ? (
    <Link href={href} className="flex min-w-0 text-accent hover:underline">
      {text}
    </Link>
  ) : (
    <span className="flex min-w-0">{text}</span>
  )
}

// Only certificates have a status; AWS keeps no record of its own of a Cognito identity.
function TargetStatus({ row: { kind, status, known } }: { row: PolicyTarget }) {
  if (status) return <StatusMark status={status} />
  if (known || (kind !== 'certificate' && kind !== 'thing-group')) return <span className="text-faint">none</span>
  return (
    <span className="text-unknown" data-tip="No object of this ID has been read from AWS yet">
      not read yet
    </span>
  )
}

// The endpoint names three things at most; the target's own page has them all.
function Things({ account, names }: { account: number; names: readonly string[] }) {
  if (names.length === 0) return <span className="text-faint">none known</span>
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {names.map((name) => (
        <Link
          key={name}
          href={links.thing(account, name)}
          className="max-w-full truncate leading-6 text-accent hover:underline"
        >
          {name}
        </Link>
      ))}
    </span>
  )
}
