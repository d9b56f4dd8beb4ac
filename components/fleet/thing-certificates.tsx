import { ExpiryBadge, StatusBadge } from '#components/credentials/badges.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { links } from '#contract/links.ts'
import type { ThingDetail } from '#contract/things.ts'

/** Every certificate attached, active ones first, with its state, its policies and whom it is shared with. */
export function ThingCertificates({ thing }: { thing: ThingDetail }) {
  const { account, attachedCertificates, principalsReadAt } = thing
  if (attachedCertificates.length === 0)
    return principalsReadAt === null ? (
      <EmptyState title="Not read yet">
        Attachments are read thing by thing; this one's turn is still to come.
      </EmptyState>
    ) : (
      <EmptyState title="No certificate attached" />
    )
  const sorted = [...attachedCertificates].sort((a, b) => Number(b.status === 'ACTIVE') - Number(a.status === 'ACTIVE'))
  return (
    <ul>
      {sorted.map((certificate) => {
        const {
          id,
          certificateId,
          commonName,
          status,
          expiry,
          notAfter,
          exclusive,
          thingCount,
          policies,
          policiesRead,
        } = certificate
        return (
          <li key={id} className="flex flex-col gap-1 border-b border-line py-2.5 first:pt-0 last:border-b-0 last:pb-0">
            <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <Link
                href={links.certificate(account, certificateId)}
                className="flex max-w-full min-w-0 font-medium text-accent hover:underline"
              >
                <MiddleCut text={certificateId} className="max-w-64" />
              </Link>
              <StatusBadge status={status} />
              <ExpiryBadge of={{ status, expiry, notBefore: null, notAfter }} />
              {thingCount !== null && thingCount > 1 ? (
                <Badge tone={status === 'ACTIVE' ? 'bad' : 'neutral'}>Shared by {plural(thingCount, 'thing')}</Badge>
              ) : null}
              {exclusive ? <Badge tip="AWS lets no other thing be attached to it">Exclusive</Badge> : null}
            </div>
            <div className="flex min-w-0 flex-wrap items-center gap-x-3 text-muted">
              {commonName ? <span className="min-w-0 break-all">{commonName}</span> : null}
              <PolicyLinks
                account={account}
                names={policies}
                none={policiesRead ? 'no policy of its own' : 'policies not read yet'}
              />
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** Policy names as links, or `none` in words. */
export function PolicyLinks({ account, names, none }: { account: number; names: readonly string[]; none: string }) {
  if (names.length === 0) return <span className="text-faint">{none}</span>
  return (
    <span className="flex min-w-0 flex-wrap gap-x-2">
      {names.map((name) => (
        <Link
          key={name}
          href={links.policy(account, name)}
          className="mono inline-flex min-h-6 max-w-full items-center text-accent hover:underline"
        >
          <span className="truncate">{name}</span>
        </Link>
      ))}
    </span>
  )
}
