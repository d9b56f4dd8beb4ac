import { createHash } from 'node:crypto'

/** As an auditor would recompute it, without our code. */
export const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex')
