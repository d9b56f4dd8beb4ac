import type { AwsFailure } from '#server/aws/failure.ts'
import { callFailure } from '../failure.ts'
import type { StepKind, StepParams } from '../step.ts'
import { inFlight } from './in-flight.ts'
import type { Reading } from './task.ts'
import type { Turn } from './turn.ts'

/** The failure of one object's call. Throws what concerns the whole run: no credentials, a shutdown, a bug. */
export function failureOfOne(error: unknown): AwsFailure {
  const failure = callFailure(error)
  if (!failure || failure.kind === 'credentials') throw error
  return failure
}

/**
 * What AWS says now of each of these, in their order; undefined for those that change nothing that lasts. Many at once
 * where AWS has a cheaper way. Throws only what concerns the whole run.
 */
export async function readAll(
  { parts, aws, fleet }: Pick<Turn, 'parts' | 'aws' | 'fleet'>,
  wanted: readonly StepParams[],
): Promise<(Reading | undefined)[]> {
  const readings = new Array<Reading | undefined>(wanted.length)
  const places = new Map<StepKind, number[]>()
  for (const [place, { kind }] of wanted.entries()) places.set(kind, [...(places.get(kind) ?? []), place])
  for (const [kind, mine] of places) {
    const step = parts.steps[kind]
    const params = mine.map((place) => wanted[place] as StepParams)
    if (!step.read) continue
    const values = await readMany()
    mine.forEach((place, index) => {
      readings[place] = values[index]
    })

    async function readMany(): Promise<Reading[]> {
      try {
        const together = params.length > 1 ? await step.readMany?.(aws, params, fleet) : undefined
        if (together) return together.map((value) => ({ value }))
      } catch (error) {
        // A listing may be denied where asking for one is not.
        failureOfOne(error)
      }
      return inFlight(params, parts.settings.inFlight, readOne)
    }

    async function readOne(one: StepParams): Promise<Reading> {
      try {
        return { value: (await step.read?.(aws, one)) ?? null }
      } catch (error) {
        return { failure: failureOfOne(error) }
      }
    }
  }
  return readings
}

/** The same for several groups: the readings of each, in its order. */
export async function readGroups(
  from: Parameters<typeof readAll>[0],
  groups: readonly (readonly StepParams[])[],
): Promise<(Reading | undefined)[][]> {
  const readings = await readAll(from, groups.flat())
  let at = 0
  return groups.map(({ length }) => {
    at += length
    return readings.slice(at - length, at)
  })
}
