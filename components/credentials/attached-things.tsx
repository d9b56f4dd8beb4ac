'use client'

import { useState } from 'react'
import { PresenceMark } from '#components/fleet/marks.tsx'
import { presenceWords } from '#components/fleet/words.ts'
import { Badge, Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { CertificateDetail } from '#contract/certificates.ts'
import type { Presence } from '#contract/health.ts'
import { links } from '#contract/links.ts'
import { describeLastChance } from './last-chance.ts'
import { LastChanceTime } from './last-chance-time.tsx'
import { entriesOf } from './words.ts'

type Attached = CertificateDetail['attachedThings'][number]
const firstShown = 10

/** The things that present this certificate: whether each is there, who it says it is, when it can last be rotated. */
export function AttachedThings({ certificate, weigh }: { certificate: CertificateDetail; weigh: boolean }) {
  const [all, setAll] = useState(false)
  const { attachedThings, thingCount, account } = certificate
  if (thingCount === null)
    return (
      <EmptyState title="Not read yet">
        Which things it is attached to is unknown until the links feed reaches it.
      </EmptyState>
    )
  if (attachedThings.length === 0)
    return (
      <EmptyState title="Attached to nothing">
        {certificate.status === 'ACTIVE' ? 'Whoever holds its key can still connect with it.' : null}
      </EmptyState>
    )
  const shown = all ? attachedThings : attachedThings.slice(0, firstShown)
  return (
    <>
      <ul>
        {shown.map((thing) => (
          <AttachedThing key={thing.name} account={account} thing={thing} weigh={weigh} />
        ))}
      </ul>
      {attachedThings.length > firstShown ? (
        <div className="border-t border-line px-4 py-2">
          <Button size="sm" variant="ghost" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${formatCount(attachedThings.length)}`}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function AttachedThing({ account, thing, weigh }: { account: number; thing: Attached; weigh: boolean }) {
  return (
    <li className="grid gap-x-6 gap-y-2 border-b border-line px-4 py-3 last:border-b-0 sm:grid-cols-2">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={links.thing(account, thing.name)} className="font-medium break-all text-accent hover:underline">
            {thing.name}
          </Link>
          {thing.exclusive ? (
            <Badge tip="The certificate may be attached to this thing only, so policies can rely on its name.">
              Exclusive
            </Badge>
          ) : null}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <PresenceMark presence={presenceOf(thing.presence)} since={thing.presenceSince} />
          {thing.type ? <span>{thing.type}</span> : null}
        </p>
        <ClientId thing={thing} />
      </div>
      {weigh ? <LastChance thing={thing} /> : null}
    </li>
  )
}

function ClientId({ thing }: { thing: Attached }) {
  if (!thing.clientId) return <p className="mt-1 text-xs text-faint">Client ID unknown</p>
  return (
    <p className="mt-1 text-xs text-muted">
      Client ID <span className="mono break-all">{thing.clientId}</span>
      {thing.clientId === thing.name ? null : <span className="text-attention"> differs from the thing name</span>}
    </p>
  )
}

function LastChance({ thing }: { thing: Attached }) {
  const { health, title, detail, at } = describeLastChance(thing.lastChance)
  return (
    <div className="min-w-0">
      <p className="text-xs text-muted">Last chance to rotate</p>
      <p className="font-medium">
        <Status health={health}>{title}</Status>
      </p>
      {at ? (
        <p>
          <LastChanceTime at={at} />
        </p>
      ) : null}
      <p className="text-xs text-muted">{detail}</p>
    </div>
  )
}

// The contract leaves this a text; a state this console does not know is unknown.
function presenceOf(text: string): Presence {
  return entriesOf(presenceWords).find(([presence]) => presence === text)?.[0] ?? 'unknown'
}
