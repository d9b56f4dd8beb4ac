'use client'

import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { deploymentKindWords } from '../words.ts'
import { targetOf } from './target-of.ts'

const shownTargets = 12

/** What it is for, what it brings and by which rules, in words. */
export function ConfigPanel({ deployment }: { deployment: Deployment }) {
  const { kind, name, awsStatus, description, packages, components, continuous, seenAt } = deployment
  const brings = [...packages, ...components]
  return (
    <Panel title="What it is" freshness={{ at: seenAt }}>
      <KeyValueList
        items={[
          {
            label: kind === 'job' ? 'Job ID' : 'Deployment ID',
            value: <MiddleCut text={name} copy={kind === 'job' ? 'job ID' : 'deployment ID'} />,
          },
          { label: 'Kind', value: deploymentKindWords[kind] },
          { label: 'AWS says', value: <span className="mono">{awsStatus}</span> },
          ...(description ? [{ label: 'Description', value: description }] : []),
          { label: 'Targets', value: <Targets deployment={deployment} /> },
          { label: 'Brings', value: brings.length > 0 ? <Versions of={brings} /> : <Quiet>nothing named</Quiet> },
          {
            label: 'Later members',
            value: continuous ? 'get it, too: it never ends by itself' : 'do not get it: its devices are fixed',
          },
          { label: 'Rollout', value: deployment.rollout ?? <Quiet>at once, as fast as AWS hands it out</Quiet> },
          { label: 'Abort', value: deployment.abort ?? <Quiet>never by itself, however many fail</Quiet> },
          {
            label: 'Timeout',
            value: deployment.timeout ?? <Quiet>none: a device may stay in progress for ever</Quiet>,
          },
          { label: 'Schedule', value: deployment.schedule ?? <Quiet>begins at once, without an end</Quiet> },
          { label: 'Begun', value: <AbsoluteTime at={deployment.createdAt} never="unknown" /> },
          { label: 'Completed', value: <AbsoluteTime at={deployment.completedAt} never="not yet" /> },
        ]}
      />
    </Panel>
  )
}

function Quiet({ children }: { children: string }) {
  return <span className="text-muted">{children}</span>
}

function Targets({ deployment: { account, target, targets } }: { deployment: Deployment }) {
  if (targets.length === 0) return target
  return (
    <ul className="flex flex-col gap-0.5">
      {targets.slice(0, shownTargets).map((arn) => {
        const { noun, name, href } = targetOf(account, arn)
        return (
          <li key={arn} className="min-w-0" data-tip={arn}>
            <span className="text-muted">{noun}</span>{' '}
            {href ? (
              <Link href={href} className="mono break-all text-accent hover:underline">
                {name}
              </Link>
            ) : (
              <span className="mono break-all">{name}</span>
            )}
          </li>
        )
      })}
      {targets.length > shownTargets ? <li className="text-muted">and {targets.length - shownTargets} more</li> : null}
    </ul>
  )
}

function Versions({ of }: { of: Deployment['packages'] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {of.map(({ name, version }) => (
        <li key={`${name} ${version}`} className="mono break-all">
          {name} {version}
        </li>
      ))}
    </ul>
  )
}
