/** An answer AWS would give as a named error. The status comes from the service's own model unless given. */
export class AwsError extends Error {
  readonly status: number | undefined
  readonly members: Record<string, unknown>

  constructor(name: string, message: string, options: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message)
    this.name = name
    this.status = options.status
    this.members = options.members ?? {}
  }
}

/** An answer that is not AWS's at all: what a proxy or a half-built stand-in says, HTML included. */
export class RawAnswer extends Error {
  constructor(
    readonly status: number,
    readonly contentType: string,
    readonly body: string,
  ) {
    super(`raw answer ${status}`)
  }
}

export const serializationError = (message: string) => new AwsError('SerializationException', message, { status: 400 })
