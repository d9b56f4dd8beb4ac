import { Badge } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { links } from '#contract/links.ts'
import type { Capability, CapabilityKind } from '#contract/policy-judgement.ts'
import { decisionWords } from './decision-words.ts'

const headings: Record<CapabilityKind, string> = {
  connect: 'Connect as',
  publish: 'Publish to',
  subscribe: 'Subscribe to',
  receive: 'Be sent messages on',
  retain: 'Leave retained messages on',
  'read-retained': 'Read retained messages of',
  'read-shadow': 'Read shadows of',
  'change-shadow': 'Change shadows of',
  jobs: 'See and answer jobs of',
  'role-alias': 'Get AWS credentials through',
}

/** What may be done, by kind: in words, with an example, the statement that allows it, and what is denied of it. */
export function CapabilityList({ account, items }: { account: number; items: readonly Capability[] }) {
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  return (
    <dl className="divide-y divide-line">
      {kinds.map((kind) => (
        <div key={kind} className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-muted">{headings[kind]}</dt>
          <dd className="flex min-w-0 flex-col gap-2">
            {items
              .filter((item) => item.kind === kind)
              .map((item) => (
                <Item key={`${item.policy} ${item.statement} ${item.raw}`} account={account} item={item} />
              ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Item({ account, item }: { account: number; item: Capability }) {
  const { words, wide, example, policy, group, statement, raw, conditions, odd, except } = item
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 font-medium break-words">{words}</span>
        {wide ? (
          <Badge tone="attention" tip="It reaches beyond what bears the device's own name">
            Beyond its own
          </Badge>
        ) : null}
        {except.some(({ whole }) => whole) ? <Badge tone="neutral">Denied</Badge> : null}
      </p>
      <p className="text-xs break-words text-muted">
        For example <span className="mono">{example.value}</span>: {decisionWords[example.decision].word.toLowerCase()}
        {example.by && example.decision === 'explicit-deny' ? ` by ${example.by}` : ''}. By{' '}
        <Link href={links.policy(account, policy)} className="text-accent underline underline-offset-2">
          {policy}
        </Link>
        {group ? ` through the group ${group}` : ''}, statement {statement + 1}, <span className="mono">{raw}</span>
      </p>
      {conditions.map((one) => (
        <p key={one} className="text-xs break-words text-muted">
          Only while <span className="mono">{one}</span>
        </p>
      ))}
      {odd ? <p className="text-xs text-attention">{odd} What it does is not certain.</p> : null}
      {except.map((one) => (
        <p key={`${one.policy} ${one.statement} ${one.pattern}`} className="text-xs break-words text-muted">
          {one.whole ? 'All of it is denied by' : 'But not'} <span className="mono">{one.pattern}</span>
          {one.whole ? ' of ' : ', denied by '}
          {one.policy}, statement {one.statement + 1}
        </p>
      ))}
    </div>
  )
}
