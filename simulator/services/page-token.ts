import { sha256 } from '../x509/seeded.ts'
import { invalidRequest } from './refuse.ts'

/** A place in a list, sealed to the question it belongs to: AWS refuses tokens that are made up or come from another one. */
export function pageToken(question: string, key: string): string {
  return Buffer.concat([seal(question, key), Buffer.from(key)]).toString('base64url')
}

export function readPageToken(question: string, token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  const key = bytes.subarray(sealBytes).toString()
  if (bytes.length < sealBytes || !seal(question, key).equals(bytes.subarray(0, sealBytes))) {
    throw invalidRequest('Invalid token')
  }
  return key
}

const sealBytes = 12
const seal = (question: string, key: string) => sha256(question, '\0', key).subarray(0, sealBytes)
