'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import type { Unupdatable } from '#contract/deployments.ts'
import { shortestWhy, useSetUnupdatable } from './use-set-unupdatable.ts'
import { whyWords } from './words.ts'

const nobody = ''

/** The days that a plan may be due on, as the server counts them: UTC. */
function daysFrom(now: Date) {
  const first = now.toISOString().slice(0, 10)
  return { first, last: `${now.getUTCFullYear() + 10}${first.slice(4)}` }
}

/** What is to be done about one thing that cannot be updated, by whom and until when. */
export function PlanDialog({ of, onClose }: { of: Unupdatable; onClose: () => void }) {
  const form = useId()
  const me = useMe()
  const [plan, setPlan] = useState(of.plan ?? '')
  const [owner, setOwner] = useState(of.owner?.id ?? nobody)
  const [due, setDue] = useState(of.due ?? '')
  const [done, setDone] = useState(of.state === 'done')
  const [takenBack, setTakenBack] = useState(false)
  const [why, setWhy] = useState('')
  const [search, setSearch] = useState('')
  const people = useQuery({
    ...api.people.names.queryOptions({ input: search ? { search } : {} }),
    placeholderData: (before) => before,
  })
  const save = useSetUnupdatable(`The plan for ${of.thing} is kept`, onClose)
  const days = daysFrom(new Date())
  const whyNot =
    due && due !== of.due && (due < days.first || due > days.last)
      ? 'The day must lie between today and ten years from now'
      : done && of.state !== 'done' && plan.trim() === ''
        ? 'Say in the plan what was done about it'
        : why.trim().length < shortestWhy
          ? 'Say why in a few words first'
          : undefined
  const known = [...(me ? [{ id: me.id, name: `Me (${me.name})` }] : []), ...(of.owner ? [of.owner] : [])]
  const others = people.data?.filter(({ id }) => !known.some((one) => one.id === id)) ?? []
  const choices = [...known.filter((one, at) => known.findIndex(({ id }) => id === one.id) === at), ...others]
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || save.isPending) return
    save.mutate({
      account: of.account,
      thing: of.thing,
      ...(takenBack && { declared: false }),
      plan: plan.trim() || null,
      owner: owner || null,
      due: due || null,
      done,
      why: why.trim(),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Plan for ${of.thing}`}
      description={`${whyWords[of.why]}: ${of.says}`}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            Keep plan
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error ? <Notice tone="bad">Nothing was changed. {save.error.message}</Notice> : null}
        <Field label="What is planned" hint="Replace it, isolate it, update it by hand, take it out of service.">
          <TextArea rows={3} maxLength={2000} value={plan} onChange={(event) => setPlan(event.target.value)} />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Find an owner" hint="By the beginning of a name or an address.">
            <Input value={search} maxLength={80} onChange={(event) => setSearch(event.target.value)} />
          </Field>
          <Field label="Owner">
            <Select
              value={owner}
              onChange={(event) => setOwner(event.target.value)}
              options={[
                { value: nobody, label: 'Nobody' },
                ...choices.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
          <Field label="Due" hint="Later than this it shows as overdue. With a plan and an owner, too, it is planned.">
            <Input
              type="date"
              min={days.first}
              max={days.last}
              value={due}
              onChange={(event) => setDue(event.target.value)}
            />
          </Field>
        </div>
        <Checkbox checked={done} onChange={({ target }) => setDone(target.checked)}>
          It is done: nothing more is to be done about it
        </Checkbox>
        {of.why === 'declared' ? (
          <Checkbox checked={takenBack} onChange={({ target }) => setTakenBack(target.checked)}>
            Take the declaration back: it can be updated after all
          </Checkbox>
        ) : null}
        <Field label="Why" hint="Kept in the trail with your name and what was planned before.">
          <TextArea rows={2} maxLength={2000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
