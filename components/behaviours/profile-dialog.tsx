'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { toast } from '#components/ui/toast.ts'
import type { SecurityProfile } from '#contract/behaviours.ts'
import { BehaviourForm } from './behaviour-form.tsx'
import { fromDraft, newBehaviour, type TargetDraft, targetsFrom, toDraft } from './profile-draft.ts'

const everyAccount = 'all'
const shortestReason = 3
const kinds = [
  { value: 'all', label: 'Every thing' },
  { value: 'type', label: 'Thing type' },
  { value: 'group', label: 'Thing group' },
  { value: 'unregistered', label: 'Client IDs of no thing' },
]
const highest = (all: readonly { key: number }[]) => Math.max(0, ...all.map(({ key }) => key))

/** Adds a security profile or changes one. */
export function ProfileDialog({ profile, onClose }: { profile: SecurityProfile | null; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const [name, setName] = useState(profile?.name ?? '')
  const [description, setDescription] = useState(profile?.description ?? '')
  const [account, setAccount] = useState(profile?.account ? String(profile.account) : everyAccount)
  const [enabled, setEnabled] = useState(profile?.enabled ?? true)
  const [targets, setTargets] = useState<TargetDraft[]>(() =>
    (profile?.targets ?? [{ kind: 'all' as const }]).map((one, key) => ({
      key,
      kind: one.kind,
      name: 'name' in one ? one.name : '',
    })),
  )
  const [behaviours, setBehaviours] = useState(() => profile?.behaviours.map(toDraft) ?? [newBehaviour(0)])
  const [why, setWhy] = useState('')
  const save = useMutation(
    api.behaviours.saveProfile.mutationOptions({
      onSuccess: (saved) => {
        toast({
          tone: 'ok',
          title: `${saved.name} is ${profile ? 'changed' : 'added'}`,
          detail: 'It holds from the next window on.',
        })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.behaviours.key() }),
    }),
  )
  const chosen = targetsFrom(targets)
  const whyNot =
    name.trim() === ''
      ? 'Name it first'
      : chosen.length === 0
        ? 'Say whom it is about'
        : behaviours.length === 0
          ? 'Add a behaviour'
          : why.trim().length < shortestReason
            ? 'Say why in a few words first'
            : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || save.isPending) return
    save.mutate({
      ...(profile && { id: profile.id, version: profile.version }),
      ...{ name: name.trim(), description: description.trim(), enabled, why: why.trim() },
      account: account === everyAccount ? null : Number(account),
      targets: chosen,
      behaviours: behaviours.map(fromDraft),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={profile ? `Change ${profile.name}` : 'Add a security profile'}
      description="What is normal for some devices. An alarm is for what is not so."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            Save profile
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was saved. {save.error.message}</Notice> : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name of the profile">
            <Input required maxLength={128} value={name} onChange={({ target }) => setName(target.value)} />
          </Field>
          <Field label="Account">
            <Select
              value={account}
              onChange={({ target }) => setAccount(target.value)}
              options={[
                { value: everyAccount, label: 'Every account' },
                ...(accounts.data ?? []).map((one) => ({ value: String(one.id), label: `${one.name}, ${one.region}` })),
              ]}
            />
          </Field>
        </div>
        <Field label="Description">
          <TextArea
            rows={2}
            maxLength={1000}
            value={description}
            onChange={({ target }) => setDescription(target.value)}
          />
        </Field>
        <Switch checked={enabled} onChange={({ target }) => setEnabled(target.checked)}>
          Judge by it. Turning it off ends its alarms.
        </Switch>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">Whom it is about</legend>
          {targets.map(({ key, kind, name: named }) => {
            const change = (changed: Partial<TargetDraft>) =>
              setTargets((all) => all.map((one) => (one.key === key ? { ...one, ...changed } : one)))
            return (
              <div key={key} className="flex flex-wrap items-center gap-2">
                <Select
                  aria-label="Target"
                  value={kind}
                  onChange={({ target }) => change({ kind: target.value as TargetDraft['kind'] })}
                  options={kinds}
                />
                {kind === 'type' || kind === 'group' ? (
                  <Input
                    aria-label="Its name"
                    className="max-w-56"
                    maxLength={128}
                    value={named}
                    onChange={({ target }) => change({ name: target.value })}
                  />
                ) : null}
                <IconButton
                  size="sm"
                  label="Remove this target"
                  icon={<Trash2 aria-hidden className="size-3.5" />}
                  onClick={() => setTargets((all) => all.filter((one) => one.key !== key))}
                />
              </div>
            )
          })}
          <div>
            <Button
              size="sm"
              icon={<Plus aria-hidden className="size-3.5" />}
              onClick={() => setTargets((all) => [...all, { key: highest(all) + 1, kind: 'type', name: '' }])}
            >
              Add target
            </Button>
          </div>
        </fieldset>
        {behaviours.map((draft) => (
          <BehaviourForm
            key={draft.key}
            draft={draft}
            account={account === everyAccount ? accounts.data?.[0]?.id : Number(account)}
            targets={chosen}
            onChange={(changed) => setBehaviours((all) => all.map((one) => (one.key === draft.key ? changed : one)))}
            onRemove={() => setBehaviours((all) => all.filter((one) => one.key !== draft.key))}
          />
        ))}
        <div>
          <Button
            size="sm"
            icon={<Plus aria-hidden className="size-3.5" />}
            onClick={() => setBehaviours((all) => [...all, newBehaviour(highest(all) + 1)])}
          >
            Add behaviour
          </Button>
        </div>
        <Field label="Why" hint="Kept in the trail with your name and what was before.">
          <TextArea rows={2} maxLength={4000} required value={why} onChange={({ target }) => setWhy(target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
