'use client'

import { useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import { CommentForm } from '#components/incidents/page/comment-form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Timeline, type TimelineEvent } from '#components/ui/timeline.tsx'
import type { Finding } from '#contract/findings.ts'

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
  mitigation: { title: 'Mitigation in AWS', tone: 'accent' },
}

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
  const queries = useQueryClient()
  const people = [...new Set([finding.owner?.name, ...finding.log.map(({ by }) => by)])].flatMap((name) => name ?? [])
  async function keep(text: string) {
    const kept = await client.findings.comment({ id: finding.id, text })
    void queries.invalidateQueries({ queryKey: api.findings.key() })
    return kept
  }
  return (
    <Panel title="What happened">
      <div className="mb-4">
        <CommentForm keep={keep} people={people} />
      </div>
      <Timeline events={events} />
    </Panel>
  )
}
