import { Badge } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'
import type { ThingDetail } from '#contract/things.ts'
import { PolicyLinks } from './thing-certificates.tsx'

/** Every group it is a direct member of, with the parents above and the policies that come with it. */
export function ThingGroups({ thing: { account, allGroups, attachedCertificates } }: { thing: ThingDetail }) {
  if (allGroups.length === 0) return <EmptyState title="In no thing group or billing group" />
  // The same feed brings the policies of certificates and of groups.
  const none = attachedCertificates.every(({ policiesRead }) => policiesRead) ? 'no policy' : 'policies not read yet'
  return (
    <ul>
      {allGroups.map(({ name, billing, dynamic, parents, policies }) => (
        <li
          key={`${billing}/${name}`}
          className="flex flex-col gap-0.5 border-b border-line py-2.5 first:pt-0 last:border-b-0 last:pb-0"
        >
          <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            {parents.length > 0 ? <span className="text-muted">{parents.join(' / ')} /</span> : null}
            <Link
              href={links.fleet(billing ? { account, billingGroup: name } : { account, group: name })}
              className="max-w-full truncate font-medium text-accent hover:underline"
            >
              {name}
            </Link>
            {billing ? <Badge>Billing group</Badge> : null}
            {dynamic ? <Badge tip="AWS keeps its members by a query">Dynamic</Badge> : null}
          </div>
          {billing ? null : (
            <div className="text-muted">
              <PolicyLinks account={account} names={policies} none={none} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
