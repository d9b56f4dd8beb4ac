'use client'

import { type ReactNode, useState } from 'react'
import { signIn, verifyBackupCode, verifyTotp } from '#components/data/sign-in.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { useSubmit } from './use-submit.ts'

/** Password first, then a code for those who have a second factor; afterwards the page `next`. */
export function SignInForm({ next }: { next: string }) {
  const [step, setStep] = useState<'password' | 'code'>('password')
  // A full load, so that nothing a stranger's page has cached is carried over.
  const enter = () => window.location.assign(next)
  return step === 'password' ? (
    <PasswordStep onDone={enter} onSecondFactor={() => setStep('code')} />
  ) : (
    <CodeStep onDone={enter} onBack={() => setStep('password')} />
  )
}

function PasswordStep({ onDone, onSecondFactor }: { onDone: () => void; onSecondFactor: () => void }) {
  const { submit, busy, error } = useSubmit(async (form) => {
    const outcome = await signIn({ email: String(form.get('email')), password: String(form.get('password')) })
    outcome === 'done' ? onDone() : onSecondFactor()
  })
  return (
    <Form onSubmit={submit} error={error}>
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Sign in
      </Button>
    </Form>
  )
}

function CodeStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const [backup, setBackup] = useState(false)
  const { submit, busy, error } = useSubmit(async (form) => {
    const code = String(form.get('code')).replaceAll(' ', '')
    if (backup) await verifyBackupCode(code)
    else await verifyTotp(code, { trustDevice: form.has('trust') })
    onDone()
  })
  return (
    <Form onSubmit={submit} error={error}>
      <Field
        label={backup ? 'Backup code' : 'Code from your authenticator'}
        hint={backup ? 'Each backup code works once.' : 'Six digits, new every half minute.'}
      >
        <Input
          key={String(backup)}
          name="code"
          inputMode={backup ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          required
          autoFocus
        />
      </Field>
      {backup ? null : <Checkbox name="trust">Do not ask in this browser for 30 days</Checkbox>}
      <Button type="submit" variant="primary" busy={busy}>
        Continue
      </Button>
      <div className="flex justify-between">
        <Button variant="ghost" size="sm" onClick={onBack}>
          Back
        </Button>
        <Button variant="ghost" size="sm" onClick={() => setBackup(!backup)}>
          {backup ? 'Use the authenticator' : 'Use a backup code'}
        </Button>
      </div>
    </Form>
  )
}

function Form({ onSubmit, error, children }: FormProps) {
  return (
    // Posted should the browser send it before our script does: a GET would put the password in the address.
    <form method="post" onSubmit={onSubmit} className="flex flex-col gap-4">
      {error ? <Notice tone="bad">{error}</Notice> : null}
      {children}
    </form>
  )
}
type FormProps = { onSubmit: React.FormEventHandler<HTMLFormElement>; error: string | null; children: ReactNode }
