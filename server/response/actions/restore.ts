import { action, type FactsOf, skipped } from '../action.ts'
import { shortId } from '../short-id.ts'
import type { StepParams } from '../step.ts'
import { steps } from '../steps.ts'

type Done = FactsOf<'undo'>['done'][number]
/** What is to be made of one call: another that takes it back, or none because it is settled or has no way back. */
type Back = { call?: StepParams; settled?: true; warning?: string }

export default action('undo', {
  plan({ exists, done, neverTouch }) {
    if (!exists) return skipped('It was deleted since, and another was made under its name')
    if (neverTouch) return skipped(neverTouch)
    const backs = done.map(takeBack)
    const calls = backs.flatMap(({ call }) => call ?? [])
    const warnings = backs.flatMap(({ warning }) => warning ?? [])
    const settled = backs.some((back) => back.settled)
    const why = settled ? 'It is as it was before already' : 'There is nothing to put back'
    return { ...skipped(why), steps: calls, skip: calls.length > 0 ? null : why, warnings }
  },
})

function takeBack({ params, before, now }: Done): Back {
  const made = steps[params.kind]
  const { subject, to } = made.describe(params)
  const call = made.inverse(params, before)
  if (!call) return params.kind === 'set-certificate-status' && before !== params.to ? { warning: noWay() } : {}
  if (now === undefined) return { call, warning: `What AWS says of ${shown(subject)} now could not be read.` }
  if (now === null) return { settled: true, warning: `${shown(subject)} is gone: there is nothing to put back.` }
  if (steps[call.kind].isDone?.(now, call)) return { settled: true }
  if (call.kind !== 'set-certificate-status')
    return made.isDone?.(now, params) ? { call } : { call, warning: changed() }
  if (now === 'REVOKED') {
    return {
      settled: true,
      warning: `${shown(subject)} has been revoked since, for ever: its status cannot be put back.`,
    }
  }
  const fromNow = { ...call, from: now }
  return made.isDone?.(now, params) ? { call: fromNow } : { call: fromNow, warning: changed() }

  function noWay() {
    return `${shown(subject)} stays ${to}: AWS has no way back to ${before ?? 'what it was'}.`
  }
  function changed() {
    return `${shown(subject)} was changed since: it is ${now}, not ${to} as this run left it.`
  }
}

const shown = (subject: string) => (/^[0-9a-f]{64}$/.test(subject) ? `Certificate ${shortId(subject)}` : subject)
