import { Ring } from './ring.ts'

/** A call that was meant to change or send something. */
export interface Call {
  /** Epoch milliseconds of the simulator's clock. */
  at: number
  account: string
  region: string
  /** `role/session name`, or the access key. */
  caller: string
  operation: string
  /** As JSON; bytes are base64. */
  input: unknown
  /** `ok`, or the name of the error that was answered. */
  outcome: string
  /** Whether the operation was carried out; also true when only its answer was lost. */
  applied: boolean
  requestId: string
}

const capacity = 50_000

/** The latest calls other than reads, so that a test can tell what was touched, and what was not. */
export class Calls {
  readonly #ring = new Ring<Call>(capacity)

  add(call: Omit<Call, 'input'> & { input: Record<string, unknown> }) {
    this.#ring.add({ ...call, input: plain(call.input) })
  }

  /** At most `limit` calls with a greater sequence number, oldest first. */
  after(sequence: number, limit?: number) {
    return this.#ring.after(sequence, limit)
  }

  clear() {
    this.#ring.clear()
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
}
