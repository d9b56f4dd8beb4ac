'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatRelative } from '#components/ui/format-time.ts'
import { toast } from '#components/ui/toast.ts'
import type { Playbook } from '#contract/playbooks.ts'
import { ConflictNotice } from '../steps/conflict-notice.tsx'
import { toSteps, written } from '../steps/steps.ts'
import { StepsEditor } from '../steps/steps-editor.tsx'
import { causeWords } from '../words.ts'
import { useSavePlaybook } from './use-save-playbook.ts'

const mostSteps = 30

/** The steps being written. When somebody else was quicker, both versions are shown before either is kept. */
export function PlaybookForm({ playbook, onClose }: { playbook: Playbook; onClose: () => void }) {
  const { cause, changed } = playbook
  const [from, setFrom] = useState(playbook)
  const [steps, setSteps] = useState(() => toSteps(playbook.steps.map((text) => ({ text }))))
  const [refused, setRefused] = useState(false)
  const { save, busy } = useSavePlaybook(() => setRefused(true))
  const mine = written(steps).map(({ text }) => text)
  const overtaken = refused && playbook.version !== from.version
  const unchanged = mine.join('\n') === from.steps.join('\n') ? 'Nothing is changed' : undefined
  function write(version: number) {
    save({ cause, steps: mine, version }, () => {
      toast({ tone: 'ok', title: `${causeWords[cause].word} is changed` })
      onClose()
    })
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!busy && !unchanged && !overtaken) write(from.version)
  }
  function goOnFromTheirs() {
    setFrom(playbook)
    setSteps(toSteps(playbook.steps.map((text) => ({ text }))))
    setRefused(false)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {overtaken ? (
        <ConflictNotice
          says={`${changed?.by ?? 'Somebody'} changed it ${changed ? formatRelative(Date.parse(changed.at), Date.now()) : ''}, while you wrote. Nothing was overwritten.`}
          theirs={playbook.steps}
          mine={mine}
          busy={busy}
          onMine={() => write(playbook.version)}
          onTheirs={goOnFromTheirs}
        />
      ) : null}
      <StepsEditor noun="Step" steps={steps} onChange={(next) => setSteps([...next])} most={mostSteps} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it as it is</Button>
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          disabledReason={overtaken ? 'Choose between theirs and yours first' : unchanged}
        >
          Save
        </Button>
      </div>
    </form>
  )
}
