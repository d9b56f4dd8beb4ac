'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useAccount } from '#components/data/scope.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { DeploymentSettings } from '#contract/deployments.ts'
import { shortestWhy } from '../software/use-set-unupdatable.ts'

/** Says that things of a type cannot be updated, or takes that back. */
export function UnsupportedDialog({ of, onClose }: UnsupportedDialogProps) {
  const form = useId()
  const queries = useQueryClient()
  const scope = useAccount()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const [chosen, setChosen] = useState<number>()
  const [type, setType] = useState(of?.type ?? '')
  const [why, setWhy] = useState('')
  const account = of?.account ?? chosen ?? scope ?? accounts.data?.[0]?.id
  const save = useMutation(
    api.deployments.setUnsupported.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: of ? `${of.type} can be updated again` : `${type.trim()} cannot be updated` })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.deployments.key() }),
    }),
  )
  const whyNot =
    type.trim() === ''
      ? 'Name the type first'
      : why.trim().length < shortestWhy
        ? 'Say why in a few words first'
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || save.isPending || account === undefined) return
    save.mutate({ account, type: type.trim(), unsupported: of === null, why: why.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={of ? `${of.type} can be updated after all` : 'A type that cannot be updated'}
      description={
        of
          ? 'Its things leave the register, unless something else keeps them there.'
          : 'Each of its things stands in the register from now on, and wants a plan.'
      }
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            {of ? 'Take back' : 'Say so'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was changed. {save.error.message}</Notice> : null}
        {of ? null : (
          <>
            {accounts.data && accounts.data.length > 1 ? (
              <Field label="Account">
                <Select
                  value={String(account ?? '')}
                  onChange={(event) => setChosen(Number(event.target.value))}
                  options={accounts.data.map(({ id, name }) => ({ value: String(id), label: name }))}
                />
              </Field>
            ) : null}
            <Field label="Thing type" hint="Its whole name.">
              <Input maxLength={128} value={type} onChange={(event) => setType(event.target.value)} />
            </Field>
          </>
        )}
        <Field label="Why" hint="Kept in the trail with your name.">
          <TextArea rows={2} maxLength={2000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
type UnsupportedDialogProps = {
  /** null: another type is to be said so. */
  of: DeploymentSettings['unsupported'][number] | null
  onClose: () => void
}
