'use client'

import { type FormEvent, useState } from 'react'
import { fieldErrorsOf } from '#components/data/api.ts'
import type { FieldError } from '#components/data/calls.ts'

/** A form that is sent by hand: its busy state, the sentence it failed with, and the fields the server complains about. */
export function useSubmit(send: (form: FormData, element: HTMLFormElement) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [fields, setFields] = useState<readonly FieldError[]>([])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const element = event.currentTarget
    setBusy(true)
    setError(null)
    setFields([])
    try {
      await send(new FormData(element), element)
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'That did not work.')
      setFields(fieldErrorsOf(failure))
    } finally {
      setBusy(false)
    }
  }
  const fieldError = (path: string) => fields.find((field) => field.path === path)?.message
  return { submit, busy, error, fieldError }
}
