'use client'

import { useState } from 'react'
import { Status } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { KeyValueList } from '#components/ui/key-value-list.tsx'
import { MiddleCut } from '#components/ui/middle-cut.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { Account } from '#contract/accounts.ts'
import type { Responder } from '#contract/response-settings.ts'
import { PrepareQuarantine } from './prepare-quarantine.tsx'
import { permissionWords, quarantineInWords } from './quarantine-words.ts'
import { ResponderDialog } from './responder-dialog.tsx'

/** How actions reach one account: the role that may write, its quarantine, the stop message, what AWS lets it do. */
export function ResponderPanel({ account, responder, whyNot }: ResponderPanelProps) {
  const [editing, setEditing] = useState(false)
  return (
    <Panel
      title={account?.name ?? `Account ${responder.account}`}
      note={account ? `${account.awsAccountId} · ${account.region}` : undefined}
      actions={
        <Button size="sm" disabledReason={whyNot} onClick={() => setEditing(true)}>
          Change…
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        {responder.whyNot ? (
          <div className="overflow-hidden rounded-md">
            <Notice>No action is possible here. {responder.whyNot}</Notice>
          </div>
        ) : null}
        <KeyValueList
          items={[
            { label: 'Responder role', value: <Role responder={responder} /> },
            {
              label: 'Stop message',
              value: responder.stopTopic ? (
                <span className="flex flex-wrap gap-x-2">
                  <span className="mono break-all">{responder.stopTopic}</span>
                  <span className="text-muted">{responder.stopPayload ? 'with a payload' : 'without a payload'}</span>
                </span>
              ) : (
                <span className="text-muted">none: devices are not asked to stop before they are cut off</span>
              ),
            },
          ]}
        />
        <Quarantine account={account} responder={responder} whyNot={whyNot} />
        <Permissions name={account?.name ?? String(responder.account)} permissions={responder.permissions} />
      </div>
      <ResponderDialog open={editing} responder={responder} account={account} onClose={() => setEditing(false)} />
    </Panel>
  )
}
type ResponderPanelProps = { account: Account | undefined; responder: Responder; whyNot: string | undefined }

function Role({ responder: { responderRoleArn, hasExternalId } }: { responder: Responder }) {
  if (!responderRoleArn) return <span className="text-muted">none: the collecting role never writes</span>
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <MiddleCut text={responderRoleArn} copy="role ARN" tail={18} />
      <span className="text-xs text-muted">{hasExternalId ? 'with external ID' : 'without external ID'}</span>
    </span>
  )
}

function Quarantine({ account, responder, whyNot }: ResponderPanelProps) {
  const { word, health, meaning } = quarantineInWords(responder, useNow())
  return (
    <section aria-label={`Quarantine in ${account?.name ?? responder.account}`} className="flex flex-col gap-3">
      <h3 className="text-xs font-semibold text-muted">Quarantine</h3>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Status health={health}>{word}</Status>
        <span className="min-w-44 flex-1 text-muted">
          {meaning} {responder.quarantineReadAt ? <>Read </> : null}
          {responder.quarantineReadAt ? <RelativeTime at={responder.quarantineReadAt} /> : null}
        </span>
        {responder.quarantine === 'ready' ? null : (
          <PrepareQuarantine account={account} responder={responder} whyNot={whyNot} />
        )}
      </div>
      <KeyValueList
        items={[
          { label: 'Thing group', value: <span className="mono">{responder.quarantineGroup}</span> },
          { label: 'Policy', value: <span className="mono">{responder.quarantinePolicy}</span> },
        ]}
      />
      <details className="group">
        <summary className="inline-flex min-h-6 items-center text-accent hover:underline">
          {responder.quarantine === 'ready' ? 'What they should be' : 'What would be created'}, exactly
        </summary>
        <div className="mt-2 grid grid-cols-1 gap-3 md:grid-cols-2">
          <Document label={`Thing group ${responder.quarantineGroup}`} text={responder.documents.group} />
          <Document label={`Policy ${responder.quarantinePolicy}`} text={responder.documents.policy} />
        </div>
      </details>
    </section>
  )
}

function Document({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0">
      <p className="mb-1 text-xs text-muted">{label}</p>
      <CodeBlock label={label} value={text} json />
    </div>
  )
}

function Permissions({ name, permissions }: { name: string; permissions: Responder['permissions'] }) {
  const denied = permissions.filter(({ state }) => state === 'denied').length
  const tried = permissions.filter(({ state }) => state !== 'unproved').length
  return (
    <section aria-label={`Permissions in ${name}`}>
      <h3 className="mb-1 text-xs font-semibold text-muted">Permissions, as AWS last answered</h3>
      <p className="mb-2 text-muted">
        {permissions.length === 0
          ? 'Nothing has been called yet. AWS only says what a role may do when it does it.'
          : `${tried} of ${permissions.length} have been tried${denied > 0 ? `, ${denied} denied` : ''}. AWS only says what a role may do when it does it.`}
      </p>
      {permissions.length > 0 ? (
        <ul className="grid grid-cols-1 gap-x-6 sm:grid-cols-2">
          {permissions.map(({ action, state, at }) => (
            <li key={action} className="flex min-h-7 items-center gap-3 border-b border-line py-1">
              <span className="mono min-w-0 flex-1 break-all">{action}</span>
              <Status health={permissionWords[state].health}>{permissionWords[state].word}</Status>
              {at ? (
                <span className="text-xs text-faint">
                  <RelativeTime at={at} />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
