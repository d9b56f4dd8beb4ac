import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import type { CertificateDetail } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'

/** Policies that reach the certificate: attached to it, or through a thing group of one of its things. */
export function AttachedPolicies({ certificate }: { certificate: CertificateDetail }) {
  const { attachedPolicies, policyCount, account } = certificate
  if (attachedPolicies.length === 0)
    return policyCount === null ? (
      <EmptyState title="Not read yet">Which policies reach it is unknown until the policy feed has run.</EmptyState>
    ) : (
      <EmptyState title="No policy">AWS IoT permits nothing to a device that presents it.</EmptyState>
    )
  return (
    <ul>
      {attachedPolicies.map(({ name, via }) => (
        <li
          key={`${name} ${via}`}
          className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-2 last:border-b-0"
        >
          <Link href={links.policy(account, name)} className="font-medium break-all text-accent hover:underline">
            {name}
          </Link>
          <span className="text-xs text-muted">
            {via === null ? (
              'attached directly'
            ) : (
              <>
                through thing group{' '}
                <Link
                  href={links.fleet({ account, group: via })}
                  className="break-all text-accent underline underline-offset-2"
                >
                  {via}
                </Link>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
