'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { confirmTwoFactor, disableTwoFactor, enableTwoFactor, renewBackupCodes } from '#components/data/sign-in.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { HealthBadge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { toast } from '#components/ui/toast.ts'
import { QrCode } from './qr-code.tsx'

type Purpose = 'enable' | 'disable' | 'renew'
type Enrolment = { totpUri: string; backupCodes: string[] }

const titles: Record<Purpose, string> = {
  enable: 'Turn on two-factor sign-in',
  disable: 'Turn off two-factor sign-in',
  renew: 'New backup codes',
}

/** A second factor for oneself: turned on once a code from the authenticator proves it works. */
export function TwoFactorPanel({ on }: { on: boolean }) {
  const queries = useQueryClient()
  const [purpose, setPurpose] = useState<Purpose | null>(null)
  const close = () => {
    setPurpose(null)
    void queries.invalidateQueries({ queryKey: api.me.key() })
  }
  return (
    <Panel
      title="Two-factor sign-in"
      actions={<HealthBadge health={on ? 'ok' : 'attention'}>{on ? 'On' : 'Off'}</HealthBadge>}
    >
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-60 flex-1 text-muted">
          {on
            ? 'A code from your authenticator is asked for after your password.'
            : 'With a second factor, a stolen password alone does not open the console.'}
        </p>
        {on ? (
          <>
            <Button onClick={() => setPurpose('renew')}>New backup codes…</Button>
            <Button onClick={() => setPurpose('disable')}>Turn off…</Button>
          </>
        ) : (
          <Button variant="primary" onClick={() => setPurpose('enable')}>
            Turn on…
          </Button>
        )}
      </div>
      <Dialog
        open={purpose !== null}
        onOpenChange={close}
        title={purpose ? titles[purpose] : ''}
        size="sm"
        keeps={purpose !== 'disable'}
      >
        {purpose ? <Steps purpose={purpose} onDone={close} /> : null}
      </Dialog>
    </Panel>
  )
}

function Steps({ purpose, onDone }: { purpose: Purpose; onDone: () => void }) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  async function withPassword(password: string) {
    if (purpose === 'enable') setEnrolment(await enableTwoFactor(password))
    else if (purpose === 'renew') setCodes(await renewBackupCodes(password))
    else {
      await disableTwoFactor(password)
      toast({ tone: 'ok', title: 'Two-factor sign-in is off' })
      onDone()
    }
  }
  if (codes) return <BackupCodes codes={codes} onDone={onDone} />
  if (enrolment) return <Confirm enrolment={enrolment} onConfirmed={() => setCodes(enrolment.backupCodes)} />
  return <AskPassword onPassword={withPassword} />
}

function AskPassword({ onPassword }: { onPassword: (password: string) => Promise<void> }) {
  const { submit, busy, error } = useSubmit((form) => onPassword(String(form.get('password'))))
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {error ? <Notice tone="bad">{error}</Notice> : null}
      <Field label="Your password" hint="To be sure that it is you.">
        <Input name="password" type="password" autoComplete="current-password" required autoFocus />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Continue
      </Button>
    </form>
  )
}

function Confirm({ enrolment, onConfirmed }: { enrolment: Enrolment; onConfirmed: () => void }) {
  const secret = new URL(enrolment.totpUri).searchParams.get('secret') ?? ''
  const { submit, busy, error } = useSubmit(async (form) => {
    await confirmTwoFactor(String(form.get('code')).replaceAll(' ', ''))
    toast({ tone: 'ok', title: 'Two-factor sign-in is on' })
    onConfirmed()
  })
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p>Scan this with your authenticator, then type the code it shows.</p>
      <QrCode text={enrolment.totpUri} label="QR code for your authenticator" />
      <p className="flex items-center gap-2 text-xs text-muted">
        Or type the key: <span className="mono min-w-0 break-all">{secret}</span>
        <CopyButton text={secret} what="key" />
      </p>
      {error ? <Notice tone="bad">{error}</Notice> : null}
      <Field label="Code">
        <Input name="code" inputMode="numeric" autoComplete="one-time-code" required autoFocus />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Turn on
      </Button>
    </form>
  )
}

function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p>Keep these where you will find them without your authenticator. Each works once; they are not shown again.</p>
      <ul className="mono grid grid-cols-2 gap-1 rounded-md bg-sunken p-3">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex justify-between">
        <CopyButton text={codes.join('\n')} what="backup codes">
          Copy all
        </CopyButton>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
