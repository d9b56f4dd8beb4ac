'use client'

import { useQueryClient } from '@tanstack/react-query'
import { client } from '#components/data/api.ts'
import { useSubmit } from '#components/people/use-submit.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input } from '#components/ui/input.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Account } from '#contract/accounts.ts'

/** Adds an account and Region, or changes how one is reached. An account keeps its id and Region for good. */
export function AccountDialog({ open, account, onClose }: AccountDialogProps) {
  const queries = useQueryClient()
  const { submit, busy, error, fieldError } = useSubmit(async (form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const reach = {
      name: text('name'),
      roleArn: text('roleArn') || null,
      eventQueueUrl: text('eventQueueUrl') || null,
      reportQueueUrl: text('reportQueueUrl') || null,
      logGroup: text('logGroup') || null,
      craApplies: form.has('craApplies'),
    }
    const externalId = text('externalId')
    if (account) {
      const kept = externalId || !reach.roleArn ? { externalId: externalId || null } : {}
      await client.accounts.update({ account: account.id, ...reach, ...kept, enabled: form.has('enabled') })
      toast({ tone: 'ok', title: `${reach.name} changed` })
    } else {
      await client.accounts.create({
        ...reach,
        externalId: externalId || null,
        awsAccountId: text('awsAccountId'),
        region: text('region'),
      })
      toast({ tone: 'ok', title: `${reach.name} is watched`, detail: 'Its first sync begins now.' })
    }
    // The scope selector and every list know one account more.
    void queries.invalidateQueries()
    onClose()
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={account ? `Change ${account.name}` : 'Add an AWS account'}
      size="sm"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">{error}</Notice> : null}
        <Field label="Name" error={fieldError('name')}>
          <Input name="name" required maxLength={60} defaultValue={account?.name} autoFocus autoComplete="off" />
        </Field>
        {account ? (
          <p className="mono text-muted">
            {account.awsAccountId} · {account.region}
          </p>
        ) : (
          <>
            <Field label="AWS account ID" error={fieldError('awsAccountId')}>
              <Input
                name="awsAccountId"
                required
                inputMode="numeric"
                pattern="\d{12}"
                title="12 digits"
                className="mono"
              />
            </Field>
            <Field label="Region" error={fieldError('region')}>
              <Input name="region" required placeholder="eu-west-1" className="mono" />
            </Field>
          </>
        )}
        <Field label="Role ARN" hint="Empty: the worker's own credentials." error={fieldError('roleArn')}>
          <Input
            name="roleArn"
            defaultValue={account?.roleArn ?? ''}
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        </Field>
        <Field
          label="External ID"
          hint={account?.hasExternalId ? 'One is kept. Empty: keep it.' : 'As the role’s trust policy demands it.'}
          error={fieldError('externalId')}
        >
          <Input name="externalId" autoComplete="off" spellCheck={false} className="mono" />
        </Field>
        <Field
          label="Presence queue"
          hint="An SQS queue that an IoT rule fills; npm run aws-setup prints both. Empty: no presence events are read."
          error={fieldError('eventQueueUrl')}
        >
          <Input
            name="eventQueueUrl"
            defaultValue={account?.eventQueueUrl ?? ''}
            placeholder="https://sqs.…"
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        </Field>
        <Field
          label="Queue of device-side reports"
          hint="An SQS queue that an IoT rule fills with what agents measure; npm run aws-setup prints both. Empty: none is read."
          error={fieldError('reportQueueUrl')}
        >
          <Input
            name="reportQueueUrl"
            defaultValue={account?.reportQueueUrl ?? ''}
            placeholder="https://sqs.…"
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        </Field>
        <Field label="Log group" hint="Empty: where AWS IoT says it logs." error={fieldError('logGroup')}>
          <Input
            name="logGroup"
            defaultValue={account?.logGroup ?? ''}
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        </Field>
        <Switch name="craApplies" defaultChecked={account?.craApplies ?? false}>
          Its products fall under the EU Cyber Resilience Act
        </Switch>
        {account ? (
          <Switch name="enabled" defaultChecked={account.enabled}>
            Watch this account
          </Switch>
        ) : null}
        <Button type="submit" variant="primary" busy={busy}>
          {account ? 'Save' : 'Add account'}
        </Button>
      </form>
    </Dialog>
  )
}
type AccountDialogProps = { open: boolean; account: Account | null; onClose: () => void }
