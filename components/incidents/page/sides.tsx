import { certificateName } from '#components/credentials/certificate-name.ts'
import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { formatCount, plural } from '#components/ui/format.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Incident, Party } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { addressesShown, roleOf, sideNames, statusTone, statusWord } from './side-words.ts'

/** Both sides beside each other: who each is, as far as the records say. */
export function Sides({ incident, narrow }: { incident: Incident; narrow?: boolean }) {
  const { sides, account } = incident
  if (sides.length === 0)
    return (
      <p className="text-muted">
        No record names a side yet. The log’s Disconnect records or the presence feed would name them.
      </p>
    )
  const names = sideNames(sides)
  return (
    <ul className={cx('grid min-w-0 gap-4', !narrow && 'md:grid-cols-2')}>
      {sides.map((side) => (
        <li
          key={side.key}
          aria-label={`Side ${names.get(side.key)}`}
          className="min-w-0 rounded-md border border-line bg-canvas px-4 py-2"
        >
          <p className="flex flex-wrap items-center gap-2 py-1">
            <span className="font-semibold">Side {names.get(side.key)}</span>
            <Badge tip={roleOf(side).meaning}>{roleOf(side).word}</Badge>
          </p>
          <Side account={account} side={side} />
        </li>
      ))}
      {sides.length === 1 ? (
        <li className="hatched grid min-h-24 place-items-center rounded-md border border-dashed border-edge px-4 py-2 text-center text-unknown">
          The other side is unknown: no record names it.
        </li>
      ) : null}
    </ul>
  )
}

function Side({ account, side }: { account: number; side: Party }) {
  const more = side.addresses.length - addressesShown
  return (
    <KeyValueList
      items={[
        { label: 'Certificate', value: <Credential account={account} side={side} /> },
        {
          label: 'Thing',
          value: side.thing ? (
            <Link href={links.thing(account, side.thing)} className="mono break-all text-accent hover:underline">
              {side.thing}
            </Link>
          ) : side.certificate ? (
            <span className="text-muted">attached to none</span>
          ) : null,
        },
        {
          label: side.addresses.length === 1 ? 'Address' : 'Addresses',
          value:
            side.addresses.length > 0 ? (
              <span className="mono break-words">
                {side.addresses.slice(0, addressesShown).join(', ')}
                {more > 0 ? ` and ${formatCount(more)} more` : null}
              </span>
            ) : null,
        },
        {
          label: side.networks.length === 1 ? 'Network' : 'Networks',
          value: side.networks.length > 0 ? <span className="mono">{side.networks.slice(0, 4).join(', ')}</span> : null,
        },
        {
          label: 'Seen',
          value: (
            <>
              <RelativeTime at={side.firstAt} /> to <RelativeTime at={side.lastAt} />
            </>
          ),
        },
        {
          label: 'Connected',
          value: `${plural(side.connects, 'time')}; thrown out ${plural(side.kicked, 'time')}`,
        },
      ]}
    />
  )
}

function Credential({ account, side }: { account: number; side: Party }) {
  const { principal, certificate, certificateStatus } = side
  if (certificate)
    return (
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={links.certificate(account, certificate)}
          className="mono text-accent hover:underline"
          data-tip={certificate}
        >
          {certificateName({ commonName: null, certificateId: certificate })}
        </Link>
        {certificateStatus ? <Badge tone={statusTone(certificateStatus)}>{statusWord(certificateStatus)}</Badge> : null}
      </span>
    )
  if (!principal) return <span className="text-unknown">unknown: no record says which credential it used</span>
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <MiddleCut text={principal} copy="principal" />
      <span className="text-muted">not one of the certificates read</span>
    </span>
  )
}
