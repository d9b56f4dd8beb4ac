/** Why a request is turned down. Each kind is one HTTP status (server/platform/api/problem.ts). */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'password-owed'
  | 'not-found'
  | 'conflict'
  | 'too-many'
  | 'upstream'

/** A "no" with a sentence for the person who asked. Anything else that is thrown is a bug and shown as a bare 500. */
export class Refusal extends Error {
  override name = 'Refusal'
  /** Set by a command that has put it into the trail itself, with more than the API knows of it. */
  recorded = false

  constructor(
    readonly kind: RefusalKind,
    sentence: string,
  ) {
    super(sentence)
  }
}
