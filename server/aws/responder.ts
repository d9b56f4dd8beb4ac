import type { Call } from './call.ts'

/** What a response action sees of AWS: reads to plan and to prove, and the few operations that change something. */
export type ResponderAws = { call: Call }
