/** What became of a call that did not succeed, by what has to be done about it. */
export type FailureKind =
  | 'throttled'
  | 'transient'
  | 'denied'
  | 'unavailable'
  | 'credentials'
  | 'gone'
  | 'malformed'
  | 'invalid'

/** One failed call: its kind, the operation, AWS's name for it, and for a refusal the IAM action that is missing. */
export class AwsFailure extends Error {
  override name = 'AwsFailure'

  constructor(
    readonly kind: FailureKind,
    readonly operation: string,
    message: string,
    readonly details: { action?: string; requestId?: string; name?: string; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause })
  }
}

/** Sorts an SDK error by its name, never by its status alone: AWS answers throttling with 400 and limits with 410. */
export function classify(error: unknown, service: string, operation: string): AwsFailure {
  if (error instanceof AwsFailure) return error
  const seen = describe(error)
  const kind = kindOf(seen)
  const action = kind === 'denied' ? missingAction(seen.message, service, operation) : undefined
  return new AwsFailure(kind, operation, sentence(kind, seen, operation), {
    cause: error,
    name: seen.name,
    status: seen.status,
    ...(action && { action }),
    ...(seen.requestId && { requestId: seen.requestId }),
  })
}

// The SDK's errors where it cannot read what came.
const noDocument = ['SyntaxError', 'TypeError']

/**
 * Whether what came was no answer of the operation: a proxy's page, half a document, `null`, values of other types. A
 * page that says that there is no such address or operation is an answer.
 */
export const isUnreadable = ({ details: { name = '', status = 0 } }: AwsFailure): boolean =>
  noDocument.includes(name) && ![404, 405, 501].includes(status)

/** Whether an error is a failed call, of one of these kinds when any are given. */
export const isFailure = (error: unknown, ...kinds: FailureKind[]): error is AwsFailure =>
  error instanceof AwsFailure && (kinds.length === 0 || kinds.includes(error.kind))

const kindsByName: Record<string, FailureKind> = {
  ...named('throttled', ['Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException']),
  ...named('throttled', ['RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'SlowDown']),
  ...named('denied', ['AccessDenied', 'AccessDeniedException', 'UnauthorizedException', 'ForbiddenException']),
  ...named('credentials', ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']),
  ...named('credentials', ['UnrecognizedClientException', 'InvalidClientTokenId', 'MissingAuthenticationToken']),
  ...named('credentials', ['InvalidSignatureException', 'SignatureDoesNotMatch', 'IncompleteSignature', 'AuthFailure']),
  ...named('credentials', ['MissingAuthenticationTokenException', 'CredentialsProviderError', 'TokenProviderError']),
  // A clock that is wrong is put right by the SDK once it was told so; the call is signed again.
  ...named('credentials', ['RequestTimeTooSkewed', 'RequestInTheFuture']),
  ...named('unavailable', ['UnknownOperationException', 'UnknownOperation', 'InvalidAction', 'NotImplemented']),
  ...named('unavailable', ['NotImplementedException', 'UnsupportedOperation', 'UnsupportedOperationException']),
  ...named('gone', ['ResourceNotFoundException']),
  ...named('transient', [
    'InternalFailure',
    'InternalFailureException',
    'InternalException',
    'InternalServerException',
  ]),
  ...named('transient', ['ServiceUnavailable', 'ServiceUnavailableException', 'ConflictingResourceUpdateException']),
  ...named('transient', ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'AbortError']),
  // The SDK's own retry takes this one for throttling; a reached limit does not go away by asking again.
  ...named('invalid', ['LimitExceededException', 'ServiceQuotaExceededException']),
  // States and names that stand in the way stay there: asking again changes nothing.
  ...named('invalid', ['CertificateStateException', 'TransferConflictException', 'ResourceAlreadyExistsException']),
  ...named('invalid', ['InvalidRequestException', 'VersionConflictException', 'MalformedPolicyException']),
}

const networkCodes = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR)/

interface Seen {
  name: string
  code: string
  message: string
  status: number
  requestId?: string
}

function kindOf({ name, code, status }: Seen): FailureKind {
  const byName = kindsByName[name]
  if (byName) return byName
  if (networkCodes.test(code)) return 'transient'
  if ([502, 503, 504].includes(status)) return 'transient'
  if (status === 429) return 'throttled'
  // Other AWS-compatible servers answer an operation they do not have with an HTML page, which is not JSON.
  if (name === 'SyntaxError' || status === 501 || status === 404 || status === 405) return 'unavailable'
  // Whatever it is called: an account that is suspended, a firewall before the endpoint.
  if (status === 401 || status === 403) return 'denied'
  if (status >= 500) return 'transient'
  return 'invalid'
}

function describe(error: unknown): Seen {
  if (typeof error !== 'object' || error === null) {
    return { name: 'Error', code: '', message: String(error), status: 0 }
  }
  const { name, code, message, $metadata, $response } = error as {
    name?: string
    code?: unknown
    message?: string
    $metadata?: { httpStatusCode?: number; requestId?: string }
    $response?: { statusCode?: number }
  }
  return {
    name: name ?? 'Error',
    code: typeof code === 'string' ? code : '',
    message: message ?? '',
    status: $metadata?.httpStatusCode ?? $response?.statusCode ?? 0,
    ...($metadata?.requestId && { requestId: $metadata.requestId }),
  }
}

// AWS names the action in its refusal; the V2 principal operations are authorised under a name of their own.
function missingAction(message: string, service: string, operation: string): string {
  return /perform:? ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(message)?.[1] ?? `${service}:${operation}`
}

function sentence(kind: FailureKind, { name, message, code, status }: Seen, operation: string): string {
  if (kind === 'unavailable') return `${operation} is not available at this endpoint (${status || name}).`
  if (kind === 'transient' && code) return `${operation} did not get through: ${code}.`
  // What the SDK says of it is for programmers.
  if (noDocument.includes(name))
    return `${operation} was answered with something that is no answer of AWS’s${status ? ` (${status})` : ''}.`
  return `${operation}: ${message || name}`.slice(0, 500)
}

function named(kind: FailureKind, names: string[]): Record<string, FailureKind> {
  return Object.fromEntries(names.map((name) => [name, kind]))
}
