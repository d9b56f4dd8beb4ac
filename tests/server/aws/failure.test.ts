import { describe, expect, test } from 'vitest'
import { classify } from '#server/aws/failure.ts'

const error = (name: string, status = 400, message = 'said') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'r-1' } })

describe('a failed call is sorted by its name', () => {
  test.each([
    [error('ThrottlingException', 400), 'throttled'],
    [error('ThrottlingException', 429), 'throttled'],
    [error('TooManyRequestsException', 429), 'throttled'],
    [error('LimitExceededException', 410), 'invalid'],
    [error('LimitExceededException', 429), 'invalid'],
    [error('AccessDeniedException', 403), 'denied'],
    [error('UnauthorizedException', 401), 'denied'],
    [error('ExpiredTokenException', 403), 'credentials'],
    [error('UnrecognizedClientException', 403), 'credentials'],
    [Object.assign(new Error('none'), { name: 'CredentialsProviderError' }), 'credentials'],
    [error('ResourceNotFoundException', 404), 'gone'],
    [error('InternalFailureException', 500), 'transient'],
    [error('ServiceUnavailableException', 503), 'transient'],
    [Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'transient'],
    [Object.assign(new Error('slow'), { name: 'TimeoutError' }), 'transient'],
    [error('UnknownOperationException', 404), 'unavailable'],
    [error('Unknown', 501), 'unavailable'],
    // HTML, which the SDK fails to read as JSON.
    [Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 500 } }), 'unavailable'],
    [Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 404 } }), 'unavailable'],
    [Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 503 } }), 'transient'],
    [Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 429 } }), 'throttled'],
    [error('Unknown', 429), 'throttled'],
    [error('AccountProblemException', 403), 'denied'],
    [error('RequestTimeTooSkewed', 403), 'credentials'],
    [error('InvalidRequestException', 400), 'invalid'],
    ['not even an error', 'invalid'],
  ])('%s', (cause, kind) => expect(classify(cause, 'iot', 'ListThings').kind).toBe(kind))
})

test('a refusal names the missing action, as AWS says it or as the operation is called', () => {
  const said =
    'User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/y'
  expect(classify(error('AccessDenied', 403, said), 'iot', 'ListThings').details.action).toBe('sts:AssumeRole')
  expect(classify(error('UnauthorizedException', 401), 'iot', 'ListThings').details).toMatchObject({
    action: 'iot:ListThings',
    requestId: 'r-1',
  })
})

test('a failure is not sorted twice', () => {
  const first = classify(error('ThrottlingException'), 'iot', 'ListThings')
  expect(classify(first, 'iot', 'Other')).toBe(first)
})

test('what the SDK cannot read is said in words for operators', () => {
  const unread = new TypeError(
    'Epoch timestamps must be …\n  Deserialization error: to see the raw response, inspect …',
  )
  const said = classify(Object.assign(unread, { $response: { statusCode: 200 } }), 'iot', 'ListThings').message
  expect(said).toBe('ListThings was answered with something that is no answer of AWS’s (200).')
})
