'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api, fieldErrorsOf } from '#components/data/api.ts'
import { useAccount } from '#components/data/scope.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, Select, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { ControlAnswer } from '#contract/reports.ts'
import { answers, answerWords, sizeInWords } from '../words.ts'
import type { WholeControl } from './control-page.tsx'

const shortestStatement = 10
const largestFileBytes = 5_000_000
const everyAccount = 'all'
const given = answers.filter((answer): answer is Exclude<ControlAnswer, 'unknown'> => answer !== 'unknown')
const periods = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: 'Half a year' },
  { value: '365', label: 'A year' },
]

/** Vouches for a control, with what shows it, until it is to be reviewed. */
export function AttestDialog({ control, onClose }: { control: WholeControl; onClose: () => void }) {
  const form = useId()
  const queries = useQueryClient()
  const scope = useAccount()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const [account, setAccount] = useState(scope === undefined ? everyAccount : String(scope))
  const [answer, setAnswer] = useState<(typeof given)[number]>('pass')
  const [statement, setStatement] = useState('')
  const [link, setLink] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [days, setDays] = useState('365')
  const attest = useMutation(
    api.reports.attest.mutationOptions({
      onSuccess: ({ expiresAt }) => {
        toast({ tone: 'ok', title: 'Your word is kept', detail: `It is to be reviewed by ${expiresAt.slice(0, 10)}.` })
        onClose()
      },
      onSettled: () => void queries.invalidateQueries({ queryKey: api.reports.key() }),
    }),
  )
  const tooLarge =
    file && file.size > largestFileBytes ? `It is larger than ${sizeInWords(largestFileBytes)}` : undefined
  const whyNot =
    statement.trim().length < shortestStatement ? 'Say in a sentence what you vouch for' : (tooLarge ?? undefined)
  const errorOf = (path: string) => fieldErrorsOf(attest.error).find((one) => one.path === path)?.message
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || attest.isPending) return
    attest.mutate({
      control: control.control,
      account: account === everyAccount ? null : Number(account),
      answer,
      statement: statement.trim(),
      link: link.trim() || null,
      file: file ? { name: file.name, base64: await base64Of(file) } : null,
      days: Number(days),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Vouch for a control"
      description={`${control.title}. ${control.about}`}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={attest.isPending} disabledReason={whyNot}>
            Vouch for it
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {attest.error ? <Notice tone="bad">Nothing was kept. {attest.error.message}</Notice> : null}
        <Field label="Answer">
          <Select
            value={answer}
            onChange={(event) => setAnswer(given.find((one) => one === event.target.value) ?? 'pass')}
            options={given.map((value) => ({ value, label: answerWords[value].word }))}
          />
        </Field>
        <Field
          label="Statement"
          hint="What was looked at and what was seen. Kept with your name, and frozen in every report."
          error={errorOf('statement')}
        >
          <TextArea
            autoFocus
            required
            rows={4}
            maxLength={4000}
            value={statement}
            onChange={(event) => setStatement(event.target.value)}
          />
        </Field>
        <Field label="Link to what shows it (may be left empty)" error={errorOf('link')}>
          <Input
            type="url"
            placeholder="https://"
            maxLength={2000}
            value={link}
            onChange={(event) => setLink(event.target.value)}
          />
        </Field>
        <Field
          label="File that shows it (may be left empty)"
          hint="Up to 5 MB. It is kept unchanged, with its SHA-256."
          error={tooLarge ?? errorOf('file')}
        >
          <Input
            type="file"
            className="h-auto py-1"
            onChange={(event) => setFile(event.target.files?.item(0) ?? null)}
          />
        </Field>
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <Field
            label="To be reviewed in"
            hint="After that it lapses, and the answer is unknown."
            error={errorOf('days')}
          >
            <Select value={days} onChange={(event) => setDays(event.target.value)} options={periods} />
          </Field>
          <Field label="For" error={errorOf('account')}>
            <Select
              value={account}
              onChange={(event) => setAccount(event.target.value)}
              options={[
                { value: everyAccount, label: 'All accounts' },
                ...(accounts.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
              ]}
            />
          </Field>
        </div>
      </form>
    </Dialog>
  )
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(new Error('The file could not be read.'))
    reader.readAsDataURL(file)
  })
}
