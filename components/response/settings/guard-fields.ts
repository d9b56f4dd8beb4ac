import { formatCount, plural } from '#components/ui/format.ts'
import type { Guards } from '#contract/response-settings.ts'
import { duration } from '../words.ts'

/** One number of the guards: where it may lie, and what it means for the next run, in words that follow what is typed. */
export type GuardField = {
  name: keyof Omit<Guards, 'readOnly' | 'neverTouch' | 'finalNeedsApproval'>
  label: string
  unit: string
  min: number
  max: number
  step?: number
  /** The number as it is shown, when it is kept differently. */
  scale?: number
  means: (value: number) => string
}

/** The numbers an admin sets, by what they protect against. */
export const guardGroups: readonly { title: string; fields: readonly GuardField[] }[] = [
  {
    title: 'Who has to agree',
    fields: [
      {
        name: 'approvalAbove',
        label: 'A second person above',
        unit: 'targets',
        min: 0,
        max: 100_000,
        means: (value) =>
          value === 0
            ? 'Every run waits for an approver who did not ask for it.'
            : `A run of ${plural(value + 1, 'target')} or more waits for an approver who did not ask for it, and so does the one by which one person would cut off as many within an hour. Revoking several always does.`,
      },
      {
        name: 'approvalHours',
        label: 'A request expires after',
        unit: 'hours',
        min: 0.1,
        max: 168,
        step: 0.1,
        means: (value) =>
          `Nobody can approve it later than ${duration(value * 3600)} after it was asked for; it has to be asked for again.`,
      },
      {
        name: 'typedAbove',
        label: 'Typed confirmation above',
        unit: 'targets',
        min: 0,
        max: 100_000,
        means: (value) =>
          value === 0
            ? 'Every request is confirmed by typing what it does.'
            : `A request for ${plural(value + 1, 'target')} or more is confirmed by typing what it does. Revoking always is.`,
      },
    ],
  },
  {
    title: 'How far it may go',
    fields: [
      {
        name: 'targetsPerHour',
        label: 'Targets an hour, per account',
        unit: 'targets',
        min: 1,
        max: 1_000_000,
        means: (value) =>
          `Once ${plural(value, 'target')} of an account ${value === 1 ? 'was' : 'were'} acted on within an hour, further requests there are refused until some time has passed.`,
      },
      {
        name: 'errorShare',
        label: 'A run stops when more fail than',
        unit: '%',
        min: 1,
        max: 100,
        scale: 100,
        means: (value) =>
          value >= 1
            ? 'It never stops by itself, however many of its targets fail.'
            : `A run that fails on more than ${Math.round(value * 100)} of 100 targets stops; what had not started is left alone.`,
      },
      {
        name: 'errorsAtLeast',
        label: '… but not before',
        unit: 'failures',
        min: 1,
        max: 10_000,
        means: (value) =>
          value === 1
            ? 'A single failure is enough to weigh the share.'
            : `The first ${plural(value - 1, 'failure')} of a run never ${value === 2 ? 'stops' : 'stop'} it.`,
      },
    ],
  },
  {
    title: 'Containment',
    fields: [
      {
        name: 'containmentLimitS',
        label: 'Limit for containment',
        unit: 'seconds',
        min: 10,
        max: 86_400,
        means: (value) => `A run that has not kept its devices out within ${duration(value)} is marked and counted.`,
      },
      {
        name: 'settleS',
        label: 'Contained is said after',
        unit: 'seconds',
        min: 5,
        max: 3600,
        means: (value) =>
          `A device has to be out at every look for ${duration(value)}; until then it is being proved. AWS’s SDKs try again after 1, 2, 4 … seconds, 128 at most. The time to contain is counted to the first of these looks.`,
      },
      {
        name: 'kickEveryMinutes',
        label: 'A client is disconnected again after',
        unit: 'minutes',
        min: 1,
        max: 1440,
        means: (value) =>
          `A device that keeps coming back is disconnected at most once in ${duration(value * 60)}, so that AWS and the device are not worn out.`,
      },
    ],
  },
]

/** What is wrong with a number as typed, or undefined. */
export function complaintAbout({ min, max, unit, step }: GuardField, typed: string): string | undefined {
  const number = Number(typed)
  if (typed.trim() === '' || !Number.isFinite(number)) return 'Write a number'
  if (number < min) return `At least ${min} ${unit}`
  if (number > max) return `At most ${formatCount(max)} ${unit}`
  return step === undefined && !Number.isInteger(number) ? 'A whole number' : undefined
}
