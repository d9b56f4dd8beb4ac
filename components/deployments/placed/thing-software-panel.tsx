'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { DeploymentSummary, SoftwareDrift, ThingSoftware, Unupdatable } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { DeploymentMark } from '../marks.tsx'
import { driftWords, planWords, whyWords } from '../software/words.ts'
import { changeInWords } from './change-words.ts'

type Key = { account: number; name: string }

const shownDeployments = 6
const shownChanges = 6
// Versions are read a few times a day.
const staleAfterMs = 86_400_000

/** What a thing says it runs against what is meant, which deployments are for it, and whether it can be updated. */
export function ThingSoftwarePanel({ account, name }: Key) {
  const of = { account, thing: name }
  const software = useQuery(api.deployments.ofThing.queryOptions({ input: of }))
  const drift = useQuery(api.deployments.drift.queryOptions({ input: of })).data?.items
  const deployments = useQuery(api.deployments.list.queryOptions({ input: { ...of, limit: shownDeployments } })).data
  const register = useQuery(api.deployments.unupdatable.queryOptions({ input: of })).data?.items[0]
  const data = software.data
  return (
    <Panel
      title="Software and deployments"
      note="By its own word"
      failed={failureOf(software, 'Its software')}
      loading={software.isPending}
      {...(data && { freshness: { at: data.at, staleAfterMs, feed: 'software' } })}
    >
      {data ? (
        <div className="flex flex-col gap-4">
          {register ? <Beyond row={register} /> : null}
          <div className="grid items-start gap-x-8 gap-y-4 lg:grid-cols-2">
            <Part title="What it runs">
              <Versions software={data} drift={drift ?? []} />
            </Part>
            <Part title="Deployments for it">
              <Deployments of={of} page={deployments} />
            </Part>
          </div>
          {data.changes.length > 0 ? (
            <Part title="What changed">
              <Changes changes={data.changes} />
            </Part>
          ) : null}
        </div>
      ) : null}
    </Panel>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1.5 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}

function Beyond({ row: { why, says, state, plan, owner, due, thing } }: { row: Unupdatable }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={planWords[state].tone}>Cannot be updated: {planWords[state].word.toLowerCase()}</Badge>
      <span className="min-w-0">
        {whyWords[why]}: {says}. {plan}
        {owner ? ` ${owner.name} sees to it` : ''}
        {due ? ` until ${due}.` : ''}{' '}
        <Link href={links.unupdatable({ thing })} className="text-accent underline">
          Its entry in the register
        </Link>
      </span>
    </p>
  )
}

function Versions({ software: { versions, at }, drift }: { software: ThingSoftware; drift: readonly SoftwareDrift[] }) {
  if (versions.length === 0)
    return (
      <p className="text-muted">
        <span className="hatched rounded-sm px-1.5 text-unknown">Unknown</span>{' '}
        {at ? 'It reports no software: neither a $package shadow nor Greengrass components.' : 'Nothing was read yet.'}
      </p>
    )
  return (
    <ul>
      {versions.map(({ package: named, version, source, since }) => {
        const odd = drift.filter((one) => one.package === named)
        return (
          <li
            key={`${source} ${named}`}
            className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-line py-1.5 last:border-b-0"
          >
            <span className="mono min-w-0 break-all">{named}</span>
            <span className="mono font-medium break-all">{version}</span>
            {odd.map(({ kind, intended }) => (
              <Badge key={kind} tone={driftWords[kind].tone} tip={driftWords[kind].meaning}>
                {driftWords[kind].word}
                {intended && intended !== version ? `: ${intended} is meant` : ''}
              </Badge>
            ))}
            <span className="ml-auto text-xs text-muted">
              {source === 'greengrass' ? 'Greengrass' : '$package'}, since <RelativeTime at={since} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

type Page = { items: DeploymentSummary[]; nextCursor: string | null } | undefined

function Deployments({ of, page }: { of: { account: number; thing: string }; page: Page }) {
  if (!page) return null
  if (page.items.length === 0) return <p className="text-muted">No deployment that is known was for it.</p>
  return (
    <>
      <ul>
        {page.items.map(({ id, title, health, createdAt }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1.5 last:border-b-0"
          >
            <Link
              href={links.deployment(id, { search: of.thing })}
              className="min-w-0 break-words text-accent hover:underline"
            >
              {title}
            </Link>
            <DeploymentMark health={health} />
            <span className="ml-auto text-xs text-muted">
              <RelativeTime at={createdAt} never="age unknown" />
            </span>
          </li>
        ))}
      </ul>
      {page.nextCursor ? (
        <Link href={links.deployments(of)} className="text-accent hover:underline">
          All deployments for it
        </Link>
      ) : null}
    </>
  )
}

function Changes({ changes }: { changes: ThingSoftware['changes'] }) {
  return (
    <ul>
      {changes.slice(0, shownChanges).map((change) => {
        const { tone, word } = changeInWords(change)
        return (
          <li
            key={`${change.at} ${change.package} ${change.version}`}
            className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1"
          >
            <span className="mono break-all">{change.package}</span>
            <span className="mono break-all text-muted">
              {change.from ?? 'none'} → {change.version ?? 'none'}
            </span>
            <Badge tone={tone}>{word}</Badge>
            {change.deployment ? (
              <Link href={links.deployment(change.deployment.id)} className="text-accent hover:underline">
                {change.deployment.title}
              </Link>
            ) : null}
            <span className="ml-auto text-xs text-muted">
              <RelativeTime at={change.at} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}
