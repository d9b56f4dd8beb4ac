'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { Field, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import { whyNotRole } from '#contract/roles.ts'
import { completed, mentionAt, namesFor } from './mention.ts'

const shortest = 3

/** Puts the caret into the comment of the page, when it is there. */
export const focusComment = () => document.getElementsByName('comment')[0]?.focus()

const nobodyCalled = (words: readonly string[]) => ({
  title: `Nobody is called ${words.map((word) => `@${word}`).join(', ')}`,
  detail: 'The comment was kept, but told nobody of that name.',
})

/**
 * A comment; an @ offers the people who have to do with what it is about, and whoever can sign in by name or address. Tab
 * takes the first, the arrow keys choose. Ctrl or ⌘ and Enter send it.
 */
export function CommentForm({ keep, people }: CommentFormProps) {
  const me = useMe()
  const notAllowed = whyNotRole(me?.role, 'responder')
  const [text, setText] = useState('')
  const [caret, setCaret] = useState(0)
  const offer = useRef<HTMLUListElement>(null)
  const [busy, setBusy] = useState(false)
  // A second click comes before anything is drawn anew.
  const sending = useRef(false)
  const mention = mentionAt(text, caret)
  const found = useNames(mention?.typed)
  const offered = mention ? namesFor(mention, { people, found, me: me?.name }) : []
  const whyNot = notAllowed ?? (text.trim().length < shortest ? 'Write something first' : undefined)

  async function submit(event?: FormEvent) {
    event?.preventDefault()
    if (whyNot || sending.current) return
    sending.current = true
    setBusy(true)
    try {
      const { notMentioned = [] } = await keep(text.trim())
      setText('')
      if (notMentioned.length > 0) toast({ tone: 'info', ...nobodyCalled(notMentioned) })
    } catch (error) {
      const detail = error instanceof Error ? error.message : ''
      toast({ tone: 'bad', title: 'The comment was not kept', detail })
    } finally {
      sending.current = false
      setBusy(false)
    }
  }
  function complete(name: string) {
    if (!mention) return
    const next = completed(text, mention, name)
    setText(next.text)
    setCaret(next.caret)
    focusComment()
  }
  function press(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit()
    else if (event.key === 'Tab' && offered[0] && !event.shiftKey) complete(offered[0])
    else if (event.key === 'ArrowDown' && offered[0]) offer.current?.querySelector('button')?.focus()
    else return
    event.preventDefault()
  }
  function choose(event: KeyboardEvent) {
    const buttons = [...(offer.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button.matches(':focus'))
    if (event.key === 'ArrowDown' || event.key === 'ArrowRight') buttons[Math.min(at + 1, buttons.length - 1)]?.focus()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') at > 0 ? buttons[at - 1]?.focus() : focusComment()
    else if (event.key === 'Escape') focusComment()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Field label="Comment" hint="@ and a name tells that person. Ctrl or ⌘ and Enter send it.">
        <TextArea
          name="comment"
          rows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setCaret(event.target.selectionStart)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={press}
        />
      </Field>
      {offered.length > 0 ? (
        <ul ref={offer} aria-label="People to mention" className="flex flex-wrap gap-1">
          {offered.map((name) => (
            <li key={name}>
              <Button size="sm" onKeyDown={choose} onClick={() => complete(name)}>
                @{name}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <Button type="submit" className="self-start" busy={busy} disabledReason={whyNot}>
        Comment
      </Button>
    </form>
  )
}

type CommentFormProps = {
  /** Keeps the comment; says which words after an @ name nobody. */
  keep: (text: string) => Promise<{ notMentioned?: string[] | undefined }>
  people: readonly string[]
}

/** The names that begin like what is typed after an @; none while nothing is. */
function useNames(typed: string | undefined): string[] {
  const names = useQuery({
    ...api.people.names.queryOptions({ input: { search: typed?.trim() ?? '' } }),
    enabled: typed !== undefined,
    staleTime: 60_000,
  })
  return typed === undefined ? [] : (names.data ?? []).map(({ name }) => name)
}
