import { implement } from '@orpc/server'
import { api } from '#contract/index.ts'
import { authorize } from './authorize.ts'
import type { Incoming } from './incoming.ts'

/** The contract, ready to be given handlers; each runs only for those its entry's role lets in. */
export const on = implement(api).$context<Incoming>().use(authorize)
