import { z } from 'zod'
import { SeededBytes } from './x509/seeded.ts'

const share = z.number().min(0).max(1)
const operationName = z.string().min(1)
const operationNames = z.array(operationName)
const latencyMs = z.number().min(0).max(60_000)

/** What may happen to a call of any operation, or of a certain one. */
const trouble = {
  errorRate: share.describe('share of calls answered InternalFailureException, and not carried out'),
  lostAnswerRate: share.describe('share of calls carried out, yet answered InternalFailureException'),
  throttleRate: share.describe('share of calls answered ThrottlingException'),
  latencyMs,
}

const ofOneOperation = z.strictObject({
  ...trouble,
  denied: z.boolean().describe('answered as a missing permission'),
  times: z.number().int().min(1).describe('how many calls it strikes before it is over'),
  naming: z.string().min(1).describe('only calls with this text as or in a value'),
})

/** Trouble that can be asked for. Shares are of all calls; operations are named as in the API (`ListThings`). */
export const faultSettings = z.strictObject({
  errorRate: trouble.errorRate.default(0),
  lostAnswerRate: trouble.lostAnswerRate.default(0),
  throttleRate: trouble.throttleRate.default(0),
  latencyMs: latencyMs.default(0),
  expiredCredentials: z.boolean().default(false).describe('every call answers ExpiredTokenException'),
  denied: operationNames.default([]).describe('operations answered AccessDeniedException'),
  unsupported: operationNames.default([]).describe('operations answered 404 with HTML'),
  missingValidity: z.boolean().default(false).describe('DescribeCertificate leaves validity out'),
  ignoredPatterns: z.boolean().default(false).describe('FilterLogEvents answers every event, whatever the pattern'),
  endlessToken: operationNames.default([]).describe('list operations that always return one same page token'),
  operations: z
    .record(operationName, ofOneOperation.partial())
    .default({})
    .describe('trouble of single operations, instead of what all have'),
})

export type FaultSettings = z.infer<typeof faultSettings>
type Kind = 'errorRate' | 'lostAnswerRate' | 'throttleRate' | 'denied'
type Input = Record<string, unknown>

/** The trouble presently asked for. Chances are drawn from the seed, so that a run can be repeated. */
export class Faults {
  settings: FaultSettings = faultSettings.parse({})
  #random: SeededBytes
  readonly #struck = new Map<string, number>()

  constructor(readonly seed: string) {
    this.#random = new SeededBytes(`faults:${seed}`)
  }

  configure(settings: FaultSettings) {
    this.settings = settings
    this.#random = new SeededBytes(`faults:${this.seed}`)
    this.#struck.clear()
  }

  latencyMs(operation: string, input: Input): number {
    return this.#own(operation, input)?.latencyMs ?? this.settings.latencyMs
  }

  /** Whether trouble of a kind strikes a call. Each question is a draw of its own. */
  strikes(kind: Kind, operation: string, input: Input): boolean {
    const own = this.#own(operation, input)
    const common = kind === 'denied' ? this.settings.denied.includes(operation) : this.settings[kind]
    const chance = Number(own?.[kind] ?? common)
    if (!(chance > 0 && this.#random.take(4).readUInt32BE() / 2 ** 32 < chance)) return false
    if (own?.[kind]) this.#struck.set(operation, (this.#struck.get(operation) ?? 0) + 1)
    return true
  }

  #own(operation: string, input: Input) {
    const { [operation]: own } = this.settings.operations
    const { times = Number.POSITIVE_INFINITY, naming = '' } = own ?? {}
    if ((this.#struck.get(operation) ?? 0) >= times) return undefined
    const isMeant = naming === '' || Object.values(input).some((value) => String(value).includes(naming))
    return isMeant ? own : undefined
  }
}
