'use client'

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { announce } from '#components/ui/announce.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { TextArea } from '#components/ui/input.tsx'
import { longestStep, moved, type Step, withNew } from './steps.ts'

/**
 * A list of steps to be written: each is reworded where it stands. Enter adds one below, Alt with an arrow moves it, and
 * the backspace key removes an empty one. The focus goes with the step.
 */
export function StepsEditor({ noun, steps, onChange, most }: StepsEditorProps) {
  const list = useRef<HTMLOListElement>(null)
  const wanted = useRef<{ at: number; control: string } | null>(null)
  useEffect(() => {
    const { at = -1, control } = wanted.current ?? {}
    wanted.current = null
    const row = list.current?.children[at]
    const found = row?.querySelector<HTMLElement>(`[data-control="${control}"]:not([aria-disabled])`)
    if (row) (found ?? row.querySelector('textarea'))?.focus()
  })
  const full = steps.length >= most ? `At most ${most} ${noun}s` : undefined

  function move(at: number, by: -1 | 1, control: string) {
    const next = moved(steps, at, by)
    if (next === steps) return
    wanted.current = { at: at + by, control }
    onChange(next)
    announce(`${noun} ${at + 1} is number ${at + by + 1} of ${steps.length} now`)
  }
  function add(at: number) {
    if (full) return announce(full)
    wanted.current = { at: at + 1, control: 'text' }
    onChange(withNew(steps, at))
  }
  function remove(at: number) {
    wanted.current = { at: Math.min(at, steps.length - 2), control: 'text' }
    onChange(steps.toSpliced(at, 1))
    announce(`${noun} ${at + 1} removed, ${steps.length - 1} left`)
  }
  function press(event: KeyboardEvent, at: number) {
    const { key, altKey, nativeEvent } = event
    if (nativeEvent.isComposing) return
    if (altKey && key === 'ArrowUp') move(at, -1, 'text')
    else if (altKey && key === 'ArrowDown') move(at, 1, 'text')
    else if (key === 'Enter' && !event.metaKey && !event.ctrlKey) add(at)
    else if (key === 'Backspace' && steps[at]?.text === '' && steps.length > 1) remove(at)
    else return
    event.preventDefault()
  }
  return (
    <div className="flex flex-col gap-2">
      <ol ref={list} aria-label={`${noun}s`} className="flex flex-col gap-2">
        {steps.map(({ key, text }, at) => (
          <li key={key} className="flex items-start gap-1.5">
            <span aria-hidden className="mt-2 w-5 shrink-0 text-end text-faint tabular-nums">
              {at + 1}
            </span>
            <TextArea
              aria-label={`${noun} ${at + 1}`}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              data-control="text"
              rows={1}
              maxLength={longestStep}
              value={text}
              className="field-sizing-content flex-1"
              onChange={(event) => {
                const next = { key, text: event.target.value.replace(/\s*\n\s*/g, ' ') }
                onChange(steps.with(at, { ...steps[at], ...next }))
              }}
              onKeyDown={(event) => press(event, at)}
            />
            <span className="flex shrink-0 max-sm:flex-col">
              <IconButton
                label={`Move ${noun} ${at + 1} up`}
                data-control="up"
                disabledReason={at === 0 ? 'It is the first' : undefined}
                icon={<ArrowUp aria-hidden className="size-4" />}
                onClick={() => move(at, -1, 'up')}
              />
              <IconButton
                label={`Move ${noun} ${at + 1} down`}
                data-control="down"
                disabledReason={at === steps.length - 1 ? 'It is the last' : undefined}
                icon={<ArrowDown aria-hidden className="size-4" />}
                onClick={() => move(at, 1, 'down')}
              />
              <IconButton
                label={`Remove ${noun} ${at + 1}`}
                icon={<X aria-hidden className="size-4" />}
                onClick={() => remove(at)}
              />
            </span>
          </li>
        ))}
      </ol>
      {steps.length === 0 ? <p className="text-muted">None. An incident of this cause begins without tasks.</p> : null}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden className="size-3.5" />}
        disabledReason={full}
        onClick={() => add(steps.length - 1)}
      >
        Add {noun.toLowerCase()}
      </Button>
      <p className="text-xs text-muted">Enter adds one below. Alt with ↑ or ↓ moves it.</p>
    </div>
  )
}
type StepsEditorProps = {
  /** What one is called, as a label begins: "Step". */
  noun: string
  steps: readonly Step[]
  onChange: (steps: readonly Step[]) => void
  most: number
}
