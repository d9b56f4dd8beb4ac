import { z } from 'zod'
import { SeededBytes } from './x509/seeded.ts'

const share = z.number().min(0).max(1)
const operationNames = z.array(z.string().min(1))

/** Trouble that can be asked for. Shares are of all calls; operations are named as in the API (`ListThings`). */
export const faultSettings = z.strictObject({
  errorRate: share.default(0).describe('share of calls answered InternalFailureException'),
  throttleRate: share.default(0).describe('share of calls answered ThrottlingException'),
  latencyMs: z.number().min(0).max(60_000).default(0),
  expiredCredentials: z.boolean().default(false).describe('every call answers ExpiredTokenException'),
  denied: operationNames.default([]).describe('operations answered AccessDeniedException'),
  unsupported: operationNames.default([]).describe('operations answered 404 with HTML'),
  missingValidity: z.boolean().default(false).describe('DescribeCertificate leaves validity out'),
  endlessToken: operationNames.default([]).describe('list operations that always return one same page token'),
})

export type FaultSettings = z.infer<typeof faultSettings>

/** The trouble presently asked for. Chances are drawn from the seed, so that a run can be repeated. */
export class Faults {
  settings: FaultSettings = faultSettings.parse({})
  #random: SeededBytes

  constructor(readonly seed: string) {
    this.#random = new SeededBytes(`faults:${seed}`)
  }

  configure(settings: FaultSettings) {
    this.settings = settings
    this.#random = new SeededBytes(`faults:${this.seed}`)
  }

  /** True for the given share of draws. */
  strikes(chance: number): boolean {
    return chance > 0 && this.#random.take(4).readUInt32BE() / 2 ** 32 < chance
  }
}
