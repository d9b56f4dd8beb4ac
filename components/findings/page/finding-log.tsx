'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field, TextArea } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Timeline, type TimelineEvent } from '#components/ui/timeline.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Finding } from '#contract/findings.ts'
import { whyNotRole } from '#contract/roles.ts'

const kinds: Record<Finding['log'][number]['kind'], { title: string; tone?: TimelineEvent['tone'] }> = {
  opened: { title: 'Found', tone: 'attention' },
  reopened: { title: 'Fails again', tone: 'attention' },
  resolved: { title: 'Resolved by data', tone: 'ok' },
  changed: { title: 'Changed' },
  witness: { title: 'Said by' },
  owner: { title: 'Owner', tone: 'accent' },
  comment: { title: 'Comment', tone: 'accent' },
  suppressed: { title: 'Suppressed' },
  unsuppressed: { title: 'Shown again' },
  incident: { title: 'Linked', tone: 'accent' },
}
const shortest = 3

/** What happened to a finding, by data and by people, and a place to say something. */
export function FindingLog({ finding }: { finding: Finding }) {
  const events = finding.log.map(({ id, at, kind, by, text }) => ({
    id,
    at,
    title: kinds[kind].title,
    tone: kinds[kind].tone,
    ...(text && { detail: text }),
    ...(by && { by }),
  }))
  return (
    <Panel title="What happened">
      <CommentForm id={finding.id} />
      {events.length > 0 ? <Timeline events={events} /> : <EmptyState title="Nothing since it was found" />}
    </Panel>
  )
}

function CommentForm({ id }: { id: string }) {
  const queries = useQueryClient()
  const notAllowed = whyNotRole(useMe()?.role, 'responder')
  const [text, setText] = useState('')
  const send = useMutation(
    api.findings.comment.mutationOptions({
      onSuccess: () => {
        setText('')
        void queries.invalidateQueries({ queryKey: api.findings.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'The comment was not kept', detail: error.message }),
    }),
  )
  const whyNot = notAllowed ?? (text.trim().length < shortest ? 'Write something first' : undefined)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !send.isPending) send.mutate({ id, text: text.trim() })
  }
  return (
    <form onSubmit={submit} className="mb-4 flex flex-col gap-2">
      <Field label="Comment">
        <TextArea rows={2} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div>
        <Button type="submit" size="sm" busy={send.isPending} disabledReason={whyNot}>
          Comment
        </Button>
      </div>
    </form>
  )
}
