'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '#components/data/api.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/error-state.tsx'
import { Field, Input, TextArea } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toast.ts'
import type { DeploymentSettings, DeploymentThresholds } from '#contract/deployments.ts'
import { shortestWhy } from '../software/use-set-unupdatable.ts'
import { thresholdWords, typeThresholdWords } from './threshold-words.ts'

/** Sets the numbers for all things, or for those of one type; an empty field is as by default, or as for all. */
export function ThresholdsDialog({ settings, type, isNew, onClose }: ThresholdsDialogProps) {
  const form = useId()
  const queries = useQueryClient()
  const forAll = type === null
  const words: Readonly<Record<string, (typeof thresholdWords)['failingPercent']>> = forAll
    ? thresholdWords
    : typeThresholdWords
  const usual: Readonly<Record<string, number>> = forAll ? settings.defaults : settings.thresholds
  const own: Readonly<Record<string, number | undefined>> = forAll
    ? differing(settings)
    : (settings.types.find((one) => one.type === type)?.values ?? {})
  const [name, setName] = useState(type ?? '')
  const [numbers, setNumbers] = useState(() =>
    Object.fromEntries(Object.keys(words).map((key) => [key, own[key] === undefined ? '' : String(own[key])])),
  )
  const [why, setWhy] = useState('')
  const done = {
    onSuccess: () => {
      toast({
        tone: 'ok',
        title: 'The numbers are set',
        detail: 'Deployments under way are judged by them from now on.',
      })
      onClose()
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: api.deployments.key() }),
  }
  const setAll = useMutation(api.deployments.setThresholds.mutationOptions(done))
  const setType = useMutation(api.deployments.setTypeThresholds.mutationOptions(done))
  const busy = setAll.isPending || setType.isPending
  const error = setAll.error ?? setType.error
  const whyNot =
    !forAll && name.trim() === ''
      ? 'Name the type first'
      : why.trim().length < shortestWhy
        ? 'Say why in a few words first'
        : undefined
  function submit(event: FormEvent) {
    event.preventDefault()
    if (whyNot || busy) return
    const values = Object.fromEntries(
      Object.entries(numbers).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, Number(text)]])),
    )
    if (forAll) setAll.mutate({ values, why: why.trim() })
    else
      setType.mutate({
        type: name.trim(),
        values: Object.keys(values).length > 0 ? values : null,
        why: why.trim(),
      })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={forAll ? 'Numbers for all things' : isNew ? 'Numbers for a thing type' : `Numbers for ${type}`}
      description="What stays empty is as it is by default."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabledReason={whyNot}>
            Set numbers
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Notice tone="bad">Nothing was changed. {error.message}</Notice> : null}
        {isNew ? (
          <Field label="Thing type" hint="Its whole name.">
            <Input maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          {Object.entries(words).map(([key, { label, unit, about, most }]) => (
            <Field key={key} label={`${label} (${unit})`} hint={`${about} By default ${usual[key]}.`}>
              <Input
                type="number"
                min={1}
                max={most}
                step={1}
                className="max-w-40"
                placeholder={String(usual[key])}
                value={numbers[key] ?? ''}
                onChange={(event) => setNumbers({ ...numbers, [key]: event.target.value })}
              />
            </Field>
          ))}
        </div>
        <Field label="Why" hint="Kept in the trail with your name and what was set before.">
          <TextArea rows={2} maxLength={2000} required value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
type ThresholdsDialogProps = {
  settings: DeploymentSettings
  /** null: all things. */
  type: string | null
  isNew?: boolean | undefined
  onClose: () => void
}

function differing({ thresholds, defaults }: DeploymentSettings): Partial<DeploymentThresholds> {
  return Object.fromEntries(
    Object.entries(thresholds).filter(([key, value]) => defaults[key as keyof DeploymentThresholds] !== value),
  )
}
