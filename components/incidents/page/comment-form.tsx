'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { api } from '#components/data/api.ts'
import { useMe } from '#components/people/use-me.ts'
import { Button } from '#components/ui/button.tsx'
import { Field, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import { useWhyNot } from '../triage/use-change.ts'
import { completed, mentionAt, namesFor } from './mention.ts'

const shortest = 3

/** Puts the caret into the comment of the page, when it is there. */
export const focusComment = () => document.getElementsByName('incident-comment')[0]?.focus()

const nobodyCalled = (words: readonly string[]) => ({
  title: `Nobody is called ${words.map((word) => `@${word}`).join(', ')}`,
  detail: 'The comment was kept, but told nobody of that name.',
})

/** A comment; an @ offers the people who have to do with this incident. Ctrl or ⌘ and Enter send it. */
export function CommentForm({ id, people }: { id: string; people: readonly string[] }) {
  const queries = useQueryClient()
  const me = useMe()
  const notAllowed = useWhyNot()
  const [text, setText] = useState('')
  const [caret, setCaret] = useState(0)
  const send = useMutation(
    api.incidents.comment.mutationOptions({
      onSuccess: ({ notMentioned = [] }) => {
        setText('')
        if (notMentioned.length > 0) toast({ tone: 'info', ...nobodyCalled(notMentioned) })
        void queries.invalidateQueries({ queryKey: api.incidents.key() })
      },
      onError: (error) => toast({ tone: 'bad', title: 'The comment was not kept', detail: error.message }),
    }),
  )
  const mention = mentionAt(text, caret)
  const offered = mention ? namesFor(mention, people, me?.name) : []
  const whyNot = notAllowed ?? (text.trim().length < shortest ? 'Write something first' : undefined)

  function submit(event?: FormEvent) {
    event?.preventDefault()
    if (!whyNot && !send.isPending) send.mutate({ id, text: text.trim() })
  }
  function complete(name: string) {
    if (!mention) return
    const next = completed(text, mention, name)
    setText(next.text)
    setCaret(next.caret)
    focusComment()
  }
  function press(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
    else if (event.key === 'Tab' && offered[0] && !event.shiftKey) complete(offered[0])
    else return
    event.preventDefault()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Field label="Comment" hint="@ and a name tells that person. Ctrl or ⌘ and Enter send it.">
        <TextArea
          name="incident-comment"
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
        <ul aria-label="People to mention" className="flex flex-wrap gap-1">
          {offered.map((name) => (
            <li key={name}>
              <Button size="sm" onClick={() => complete(name)}>
                @{name}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <Button type="submit" className="self-start" busy={send.isPending} disabledReason={whyNot}>
        Comment
      </Button>
    </form>
  )
}
