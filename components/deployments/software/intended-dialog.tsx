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
import type { IntendedVersion } from '#contract/deployments.ts'
import { shortestWhy } from './use-set-unupdatable.ts'

/** States which version is meant for a type or group; an empty version takes a person's word back. */
export function IntendedDialog({ of, onClose }: { of: IntendedVersion | null; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const scope = useAccount()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const [chosen, setChosen] = useState<number>()
  const [kind, setKind] = useState<'type' | 'group'>(of?.kind === 'group' ? 'group' : 'type')
  const [target, setTarget] = useState(of?.of ?? '')
  const [named, setNamed] = useState(of?.package ?? '')
  const [version, setVersion] = useState(of?.version ?? '')
  const [why, setWhy] = useState('')
  const account = of?.account ?? chosen ?? scope ?? accounts.data?.[0]?.id
  const save = useMutation(
    api.deployments.setIntended.mutationOptions({
      onSuccess: () => {
        toast({ tone: 'ok', title: 'What is meant is set', detail: 'Drift is worked out anew within a minute or two.' })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.deployments.key() }),
    }),
  )
  const mayTakeBack = of?.stated != null
  const whyNot =
    target.trim() === '' || named.trim() === ''
      ? 'Name the type or group and the package first'
      : version.trim() === '' && !mayTakeBack
        ? 'Give the version first'
        : why.trim().length < shortestWhy
          ? 'Say why in a few words first'
          : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || save.isPending || account === undefined) return
    save.mutate({
      account,
      kind,
      of: target.trim(),
      package: named.trim(),
      version: version.trim() || null,
      why: why.trim(),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={of ? `What is meant for ${of.of}` : 'State which version is meant'}
      description="A person’s word comes before what deployments say. It changes nothing on any device."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            {version.trim() === '' && mayTakeBack ? 'Take it back' : 'State version'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was changed. {save.error.message}</Notice> : null}
        {of ? null : (
          <div className="grid gap-3 sm:grid-cols-2">
            {accounts.data && accounts.data.length > 1 ? (
              <Field label="Account">
                <Select
                  value={String(account ?? '')}
                  onChange={(event) => setChosen(Number(event.target.value))}
                  options={accounts.data.map(({ id, name }) => ({ value: String(id), label: name }))}
                />
              </Field>
            ) : null}
            <Field label="For">
              <Select
                value={kind}
                onChange={(event) => setKind(event.target.value === 'group' ? 'group' : 'type')}
                options={[
                  { value: 'type', label: 'Things of a type' },
                  { value: 'group', label: 'Things of a group' },
                ]}
              />
            </Field>
            <Field label="Its name" hint="The whole name of the type or group.">
              <Input maxLength={128} value={target} onChange={(event) => setTarget(event.target.value)} />
            </Field>
            <Field label="Package" hint="Its whole name.">
              <Input
                className="mono"
                maxLength={128}
                value={named}
                onChange={(event) => setNamed(event.target.value)}
              />
            </Field>
          </div>
        )}
        <Field
          label={of ? `Version of ${of.package}` : 'Version'}
          hint={mayTakeBack ? 'Empty: as the deployments say.' : undefined}
        >
          <Input
            className="mono"
            maxLength={128}
            value={version}
            onChange={(event) => setVersion(event.target.value)}
          />
        </Field>
        <Field label="Why" hint="Kept in the trail with your name and what was meant before.">
          <TextArea rows={2} maxLength={2000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
