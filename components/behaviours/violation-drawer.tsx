'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { type OverRows, overRows } from '#components/data/list/over-rows.ts'
import { WhenRead } from '#components/data/when-read.tsx'
import { useMe } from '#components/people/use-me.ts'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Drawer } from '#components/ui/drawer.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Link } from '#components/ui/link.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import type { BehaviourMetric, VerificationState, Violation } from '#contract/behaviours.ts'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { MetricChart } from './metric-chart.tsx'
import { ViolationMark } from './violation-columns.tsx'
import { metricName, metricWords, verificationWords } from './words.ts'

const verdicts: VerificationState[] = ['TRUE_POSITIVE', 'BENIGN_POSITIVE', 'FALSE_POSITIVE']

/** One alarm over the list: what was measured, what is normal, and whether it was right. */
export function ViolationDrawer(over: OverRows<Violation>) {
  const { row: onPage, steps } = overRows(over, ({ id }) => id)
  const { openId } = over
  // A link may name one that is not on the page behind it.
  const query = useQuery({
    ...api.behaviours.violation.queryOptions({ input: { id: openId ?? '' } }),
    enabled: openId !== undefined && !onPage,
  })
  const row = onPage ?? (openId === undefined ? undefined : query.data)
  return (
    <Drawer
      {...steps}
      title={row?.device ?? 'Violation'}
      subtitle={row ? `${row.behaviour} of ${row.profile}` : undefined}
      footer={
        row?.registered ? (
          <LinkButton href={links.thing(row.account, row.device)} variant="primary" size="sm">
            Open the thing
          </LinkButton>
        ) : null
      }
    >
      <WhenRead query={onPage ? { ...query, data: onPage } : query} what="This violation">
        {(violation) => <Whole violation={violation} />}
      </WhenRead>
    </Drawer>
  )
}

function Whole({ violation }: { violation: Violation }) {
  const { account, device, severity, state, value, limit, metric, startedAt, lastAt, clearedAt, incident, finding } =
    violation
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <ViolationMark state={state} />
      </p>
      <p className="text-base text-pretty">
        {value}, and normal is {limit}.
      </p>
      <Verification violation={violation} />
      {metric in metricWords ? (
        <MetricChart
          account={account}
          device={device}
          metric={metric as BehaviourMetric}
          since={startedAt}
          key={violation.id}
        />
      ) : null}
      <KeyValueList
        items={[
          { label: 'Metric', value: metricName(metric) },
          { label: 'Account', value: <AccountName id={account} /> },
          { label: 'Began', value: <RelativeTime at={startedAt} /> },
          { label: 'Last seen', value: <RelativeTime at={lastAt} /> },
          { label: 'Ended', value: <RelativeTime at={clearedAt} never="not yet" /> },
          {
            label: 'Finding',
            value: finding ? (
              <Link href={links.finding(finding)} className="text-accent hover:underline">
                Open the finding
              </Link>
            ) : null,
          },
          {
            label: 'Incident',
            value: incident ? (
              <Link href={links.incident(incident.id)} className="text-accent hover:underline">
                Incident #{incident.number}
              </Link>
            ) : (
              <span className="text-muted">none</span>
            ),
          },
        ]}
      />
    </div>
  )
}

function Verification({ violation: { id, verification, verifiedBy, source, asked } }: { violation: Violation }) {
  const queries = useQueryClient()
  const notAllowed = whyNotRole(useMe()?.role, 'responder')
  const verify = useMutation(
    api.behaviours.verify.mutationOptions({
      onSuccess: ({ verification: said, asked: told }) =>
        told && source === 'detect'
          ? toast({
              tone: 'ok',
              title: verificationWords[told.verification].word,
              detail: 'AWS is told, and read again.',
            })
          : toast({ tone: 'ok', title: verificationWords[said].word, detail: verificationWords[said].meaning }),
      onError: (error) => toast({ tone: 'bad', title: 'Nothing was changed', detail: error.message }),
      onSettled: () => void queries.invalidateQueries({ queryKey: api.behaviours.key() }),
    }),
  )
  // What is on its way counts as said: a second press takes it back.
  const given = asked && asked.state !== 'failed' && asked.state !== 'confirmed' ? asked.verification : verification
  return (
    <section aria-label="Was it right?">
      <h3 className="mb-2 text-xs font-semibold text-muted">Was it right?</h3>
      <p className="mb-2 text-muted">
        {source === 'detect'
          ? `Detect: ${verificationWords[verification].word}.`
          : verificationWords[verification].meaning}
        {verifiedBy ? ` Said by ${verifiedBy}.` : ''}
      </p>
      {asked ? <Asked asked={asked} /> : null}
      <div className="flex flex-wrap gap-2">
        {verdicts.map((one) => (
          <Button
            key={one}
            size="sm"
            aria-pressed={given === one}
            variant={given === one ? 'primary' : 'secondary'}
            busy={verify.isPending && verify.variables.verification === one}
            disabledReason={notAllowed}
            onClick={() => verify.mutate({ id, verification: given === one ? 'UNKNOWN' : one })}
          >
            {verificationWords[one].word}
          </Button>
        ))}
      </div>
    </section>
  )
}

/** How far a verdict from here is on its way into Detect. */
function Asked({ asked: { verification, state, by, at, error } }: { asked: NonNullable<Violation['asked']> }) {
  const said = `${verificationWords[verification].word}, said by ${by}`
  if (state === 'failed')
    return (
      <p role="status" className="mb-2 text-bad">
        {said} <RelativeTime at={at} />, is not in Detect. {error} Say it again to try once more.
      </p>
    )
  const stands = {
    wanted: 'AWS is being told.',
    applied: 'AWS took it. It is read back while the alarm goes on; of one that ended AWS tells nothing more.',
    confirmed: 'AWS took it, and said so when it was read again.',
  }
  return (
    <p role="status" className="mb-2 text-muted">
      {said} <RelativeTime at={at} />. {stands[state]}
    </p>
  )
}
