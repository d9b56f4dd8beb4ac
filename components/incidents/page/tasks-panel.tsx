'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Input } from '#components/ui/input.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.ts'
import type { Cause, Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { useWhyNot } from '../triage/use-change.ts'

const TasksDialog = lazy(() => import('./tasks-dialog.tsx').then((part) => ({ default: part.TasksDialog })))

/** The playbook of its cause, ticked off step by step, and what people add. */
export function TasksPanel({ incident }: { incident: Incident }) {
  const { id, tasks, cause, state } = incident
  const [editing, setEditing] = useState(false)
  const queries = useQueryClient()
  const whyNot = useWhyNot()
  // A box shows its tick at once, and what is stored as soon as that was read again.
  const [ticked, setTicked] = useState<Readonly<Record<string, boolean>>>({})
  const onError = (error: Error) => toast({ tone: 'bad', title: 'The task was not changed', detail: error.message })
  const set = useMutation(
    api.incidents.setTask.mutationOptions({
      onError,
      onSettled: async (_, __, { task }) => {
        await queries.invalidateQueries({ queryKey: api.incidents.key() })
        setTicked(({ [task]: _done, ...others }) => others)
      },
    }),
  )
  function tick(task: string, done: boolean) {
    setTicked((others) => ({ ...others, [task]: done }))
    set.mutate({ id, task, done })
  }
  const done = tasks.filter(({ doneAt }) => doneAt !== null).length
  return (
    <Panel
      title="Tasks"
      note={tasks.length > 0 ? `${done} of ${tasks.length} done` : 'From the playbook of its cause'}
      actions={
        <>
          <Link href={links.playbooks()} className="text-xs text-accent hover:underline">
            Playbooks
          </Link>
          <Button
            size="sm"
            disabledReason={whyNot ?? (tasks.length === 0 ? 'There are none yet' : undefined)}
            onClick={() => setEditing(true)}
          >
            Edit tasks…
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {tasks.length === 0 && state === 'new' ? <ToCome cause={cause} /> : null}
        <ul className="flex flex-col gap-1.5">
          {tasks.map((task) => {
            const checked = ticked[task.id] ?? task.doneAt !== null
            return (
              <li key={task.id} data-tip={whyNot}>
                <Checkbox checked={checked} disabled={whyNot !== undefined} onChange={() => tick(task.id, !checked)}>
                  <span className={checked ? 'text-muted line-through' : undefined}>{task.text}</span>
                  {task.doneAt ? (
                    <span className="text-xs text-muted">
                      {' '}
                      {task.doneBy} <RelativeTime at={task.doneAt} />
                    </span>
                  ) : null}
                </Checkbox>
              </li>
            )
          })}
        </ul>
        <AddTask id={id} whyNot={whyNot} />
      </div>
      <Suspense fallback={null}>
        {editing ? <TasksDialog incident={incident} onClose={() => setEditing(false)} /> : null}
      </Suspense>
    </Panel>
  )
}

/** What the playbook will ask for, before anybody has taken the incident up. */
function ToCome({ cause }: { cause: Cause }) {
  const { data } = useQuery({ ...api.incidents.playbooks.queryOptions(), staleTime: 60_000 })
  const steps = data?.find((one) => one.cause === cause)?.steps ?? []
  return (
    <div className="text-muted">
      <p>The steps for this cause become tasks once somebody takes it up.</p>
      <ul className="mt-1 list-disc pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </div>
  )
}

function AddTask({ id, whyNot }: { id: string; whyNot: string | undefined }) {
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const add = useMutation(
    api.incidents.addTask.mutationOptions({
      onSuccess: () => {
        setText('')
        void queries.invalidateQueries({ queryKey: api.incidents.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'The task was not added', detail: error.message }),
    }),
  )
  const empty = text.trim() === '' ? 'Say what is to be done first' : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!whyNot && !empty && !add.isPending) add.mutate({ id, text: text.trim() })
  }
  return (
    <form onSubmit={submit} className="flex gap-2">
      <Input
        aria-label="New task"
        placeholder="Something else to do"
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" busy={add.isPending} disabledReason={whyNot ?? empty}>
        Add task
      </Button>
    </form>
  )
}
