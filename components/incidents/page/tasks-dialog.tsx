'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api, statusOf } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Incident } from '#contract/incidents.ts'
import { ConflictNotice } from '../steps/conflict-notice.tsx'
import { toSteps, written } from '../steps/steps.ts'
import { StepsEditor } from '../steps/steps-editor.tsx'
import { keepIncident } from '../triage/use-change.ts'

const mostTasks = 200

/** All tasks of an incident, to be reworded, ordered, added and removed at once. */
export function TasksDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const [from, setFrom] = useState(incident)
  const [steps, setSteps] = useState(() => toSteps(incident.tasks))
  const [refused, setRefused] = useState(false)
  const { id } = incident
  const now = useQuery(api.incidents.get.queryOptions({ input: { id } })).data ?? incident
  const overtaken = refused && now.tasksVersion !== from.tasksVersion
  const mine = written(steps)
  const save = useMutation(
    api.incidents.setTasks.mutationOptions({
      onSuccess: (answer) => {
        keepIncident(queries, answer)
        toast({ tone: 'ok', title: 'The tasks are changed' })
        onClose()
      },
      onError: (error) => {
        void queries.invalidateQueries({ queryKey: api.incidents.get.queryOptions({ input: { id } }).queryKey })
        if (statusOf(error) === 409) setRefused(true)
        else toast({ tone: 'bad', title: 'The tasks were not changed', detail: error.message })
      },
    }),
  )
  function write({ tasks, tasksVersion: version }: Incident) {
    // One that somebody removed meanwhile, and that is kept here, is a new one.
    const there = new Set(tasks.map((task) => task.id))
    const wanted = mine.map(({ id, text }) => (id && there.has(id) ? { id, text } : { text }))
    save.mutate({ id, tasks: wanted, version })
  }
  const same = JSON.stringify(mine) === JSON.stringify(from.tasks.map(({ id, text }) => ({ text, id })))
  const whyNot = overtaken ? 'Choose between theirs and yours first' : same ? 'Nothing is changed' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !save.isPending) write(from)
  }
  function goOnFromTheirs() {
    setFrom(now)
    setSteps(toSteps(now.tasks))
    setRefused(false)
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Edit tasks"
      description="Of this incident alone. Ticks stay; what is removed is named in the timeline."
      footer={
        <>
          <Button onClick={onClose}>Leave them as they are</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabledReason={whyNot}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {overtaken ? (
          <ConflictNotice
            says="Somebody changed the tasks while you wrote. Nothing was overwritten."
            theirs={now.tasks.map(({ text }) => text)}
            mine={mine.map(({ text }) => text)}
            busy={save.isPending}
            onMine={() => write(now)}
            onTheirs={goOnFromTheirs}
          />
        ) : null}
        <StepsEditor noun="Task" steps={steps} onChange={(next) => setSteps([...next])} most={mostTasks} />
      </form>
    </Dialog>
  )
}
