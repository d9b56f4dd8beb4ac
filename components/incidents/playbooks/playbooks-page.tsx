'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { PlaybookPanel } from './playbook-panel.tsx'

/** What is to be done about each cause. Everybody sees it, approvers change it. */
export function PlaybooksPage() {
  const whyNot = whyNotRole(useMe()?.role, 'approver')
  const playbooks = useQuery(api.incidents.playbooks.queryOptions())
  const failed = failureOf(playbooks, 'The playbooks')
  return (
    <SettingsFrame current={links.playbooks()}>
      <p className="max-w-prose text-muted">
        Whoever takes an incident up gets the steps of its cause as tasks. A change is for incidents that are taken up
        from then on; those under way keep theirs.
      </p>
      {playbooks.data ? (
        <>
          {failed ? <LastGoodNotice failed={failed} /> : null}
          {playbooks.data.map((playbook) => (
            <PlaybookPanel key={playbook.cause} playbook={playbook} whyNot={whyNot} />
          ))}
        </>
      ) : (
        <Panel title="Playbooks" loading failed={failed} />
      )}
    </SettingsFrame>
  )
}
