'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import { PasswordPanel } from './password-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { SettingsFrame } from './settings-frame.tsx'
import { TwoFactorPanel } from './two-factor-panel.tsx'

/** Who I am here, how I sign in, and where I am signed in. */
export function MePage() {
  const me = useQuery(api.me.get.queryOptions())
  return (
    <SettingsFrame current={links.settings()}>
      <Panel title="Me" loading={me.isPending} failed={failureOf(me, 'Your record')}>
        {me.data ? (
          <KeyValueList
            items={[
              { label: 'Name', value: me.data.name },
              { label: 'E-mail', value: me.data.email },
              { label: 'Role', value: me.data.role },
              { label: 'Here since', value: <RelativeTime at={me.data.createdAt} /> },
            ]}
          />
        ) : null}
      </Panel>
      {me.data ? <TwoFactorPanel on={me.data.twoFactor} /> : null}
      <PasswordPanel />
      <SessionsPanel />
    </SettingsFrame>
  )
}
