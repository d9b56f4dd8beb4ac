'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '#components/data/api.ts'
import { HealthBadge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Field, Input, Select } from '#components/ui/input.tsx'
import type { MayDoAnswer } from '#contract/policy-judgement.ts'
import { decisionWords } from './decision-words.ts'

const actions = [
  { value: 'iot:Connect', label: 'connect as', what: 'Client ID' },
  { value: 'iot:Publish', label: 'publish to', what: 'Topic' },
  { value: 'iot:Subscribe', label: 'subscribe to', what: 'Topic filter' },
  { value: 'iot:Receive', label: 'receive from', what: 'Topic' },
  { value: 'iot:GetThingShadow', label: 'read the shadow of', what: 'Thing' },
  { value: 'iot:UpdateThingShadow', label: 'change the shadow of', what: 'Thing' },
  { value: 'iot:UpdateJobExecution', label: 'answer a job of', what: 'Thing' },
  { value: 'iot:AssumeRoleWithCertificate', label: 'use the role alias', what: 'Role alias' },
]

type Props = { account: number; certificateId: string; clientId: string }
type Question = { clientId: string; action: string; resource: string; sourceIp?: string | undefined }

/** "May it do this?", answered by our evaluator with the statement that decides. */
export function QuestionBox({ account, certificateId, clientId }: Props) {
  const [action, setAction] = useState('iot:Publish')
  const [asked, setAsked] = useState<Question>()
  const chosen = actions.find(({ value }) => value === action)
  const answer = useQuery({
    ...api.policies.mayDo.queryOptions({
      input: { account, certificateId, ...(asked ?? { clientId, action, resource: '' }) },
    }),
    enabled: asked !== undefined,
  })
  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const resource = text('resource')
    if (resource === '') return
    // Who connects is who it connects as.
    const as = action === 'iot:Connect' ? resource : text('clientId') || clientId
    setAsked({ clientId: as, action, resource, sourceIp: text('sourceIp') || undefined })
  }
  return (
    <section aria-label="May it do this?" className="border-t border-line px-4 py-3">
      <h3 className="text-sm font-semibold">May it do this?</h3>
      <form onSubmit={ask} className="mt-2 flex flex-wrap items-end gap-3">
        <Field label="May it">
          <Select value={action} onChange={({ target }) => setAction(target.value)} options={actions} />
        </Field>
        <div className="min-w-56 flex-1">
          <Field label={chosen?.what ?? 'Resource'}>
            <Input name="resource" required maxLength={1024} autoComplete="off" spellCheck={false} className="mono" />
          </Field>
        </div>
        {action === 'iot:Connect' ? null : (
          <div className="w-48">
            <Field label="Connected as">
              <Input name="clientId" defaultValue={clientId} maxLength={256} autoComplete="off" className="mono" />
            </Field>
          </div>
        )}
        <div className="w-40">
          <Field label="From address">
            <Input name="sourceIp" placeholder="any" maxLength={64} autoComplete="off" className="mono" />
          </Field>
        </div>
        <Button type="submit" busy={answer.isFetching}>
          Ask
        </Button>
      </form>
      <div aria-live="polite" className="mt-3">
        {answer.error ? (
          <ErrorState title="It could not be asked">{answer.error.message}</ErrorState>
        ) : asked && answer.data ? (
          <Answer answer={answer.data} />
        ) : null}
      </div>
    </section>
  )
}

function Answer({ answer }: { answer: MayDoAnswer }) {
  const { decision, policy, group, statement, source, missing } = answer
  const { word, health, meaning } = decisionWords[decision]
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <HealthBadge health={health}>{word}</HealthBadge>
        <span>{meaning}</span>
      </p>
      {missing.length > 0 ? <p className="text-muted">Not known: {missing.join(', ')}.</p> : null}
      {policy && statement !== null ? (
        <p className="text-muted">
          Statement {statement + 1} of {policy}
          {group ? `, through the group ${group}` : ''}:
        </p>
      ) : null}
      {source ? <CodeBlock label="The statement that decides" value={source} /> : null}
    </div>
  )
}
