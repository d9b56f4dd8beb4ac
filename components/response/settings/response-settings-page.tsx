'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useMe } from '#components/people/use-me.ts'
import { SettingsFrame } from '#components/settings/settings-frame.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LastGoodNotice, Panel } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import { whyNotRole } from '#contract/roles.ts'
import { GuardsForm } from './guards-form.tsx'
import { ReadOnlySwitch } from './read-only-switch.tsx'
import { useGuards } from './use-guards.ts'

// Below what is seen first, and only there to be changed: their code comes after the page's own.
const NeverTouchPanel = afterPaint(
  () => import('./never-touch-panel.tsx').then((part) => part.NeverTouchPanel),
  <Panel title="Never touched" loading />,
)
const ResponderPanel = afterPaint(
  () => import('./responder-panel.tsx').then((part) => part.ResponderPanel),
  <Panel title="How actions reach AWS" loading />,
)

/** What holds actions back and how they reach AWS. Everybody sees it, admins change it. */
export function ResponseSettingsPage() {
  const whyNot = whyNotRole(useMe()?.role, 'admin')
  const guards = useGuards()
  const failed = failureOf(guards, 'The guards')
  return (
    <SettingsFrame current={links.responseSettings()}>
      {guards.data ? (
        <>
          {failed ? <LastGoodNotice failed={failed} /> : null}
          <ReadOnlySwitch guards={guards.data} whyNot={whyNot} />
          <GuardsForm guards={guards.data} whyNot={whyNot} />
          <NeverTouchPanel guards={guards.data} whyNot={whyNot} />
        </>
      ) : (
        <Panel title="Guards" loading failed={failed} />
      )}
      <Responders whyNot={whyNot} />
    </SettingsFrame>
  )
}

function Responders({ whyNot }: { whyNot: string | undefined }) {
  const responders = useQuery(api.responseSettings.responders.queryOptions())
  const accounts = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 })
  const failed = failureOf(responders, 'How actions reach AWS')
  if (!responders.data) return <Panel title="How actions reach AWS" loading failed={failed} />
  if (responders.data.length === 0)
    return (
      <Panel title="How actions reach AWS">
        <EmptyState
          title="No account is watched"
          action={<LinkButton href={links.accounts()}>Add an account</LinkButton>}
        >
          Once an AWS account and Region are watched, a role that may write can be named here.
        </EmptyState>
      </Panel>
    )
  return (
    <>
      {failed ? <LastGoodNotice failed={failed} /> : null}
      {responders.data.map((responder) => (
        <ResponderPanel
          key={responder.account}
          responder={responder}
          account={accounts.data?.find(({ id }) => id === responder.account)}
          whyNot={whyNot}
        />
      ))}
    </>
  )
}
