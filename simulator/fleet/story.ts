import type { BehaviourName } from '../devices/behaviours.ts'
import type { Certificate } from './certificate.ts'
import type { Thing } from './thing.ts'

/** A thing that a scenario keeps ready for a certain situation, so that people and tests need not look for one. */
export interface Story {
  readonly name: string
  readonly thing: Thing
  /** How its virtual device lives, and with which certificate; without, there is none. */
  readonly device: { behaviour: BehaviourName; certificate: Certificate } | undefined
}
