import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { Answer } from './answer.ts'
import { errorAnswer, outputAnswer } from './answer.ts'
import { AwsError, serializationError } from './aws-error.ts'
import { readBody } from './body.ts'
import { type Caller, credentialScope } from './credential-scope.ts'
import { fromJson, parseJson } from './json.ts'
import { readQueryInput } from './query-request.ts'
import { readRestInput } from './rest-request.ts'
import { RestRoutes } from './rest-routes.ts'
import type { Operation, Service } from './service.ts'

export interface WireCall {
  operation: Operation
  input: Record<string, unknown>
  caller: Caller
  requestId: string
}

/** Answers one parsed call with the operation's output, or throws an AwsError. */
export type Dispatch = (call: WireCall) => Promise<object> | object

interface Incoming {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: Buffer
  signingName: string | undefined
}

/** An HTTP listener that speaks AWS's wire protocols for the given services; what an operation means is `dispatch`'s business. */
export function awsEndpoint(services: readonly Service[], dispatch: Dispatch): RequestListener {
  const rest = services
    .filter(({ protocol }) => protocol === 'rest-json')
    .map((service) => ({ service, routes: new RestRoutes(service) }))
  const query = services.filter(({ protocol }) => protocol === 'query')
  const byTarget = new Map(
    services.flatMap((service) => (service.json ? [[service.json.target, service] as const] : [])),
  )

  function parse(incoming: Incoming): { operation: Operation; input: Record<string, unknown> } {
    const target = targetOf(incoming)
    if (target) {
      const operation = byTarget.get(target.service)?.operations.get(target.operation)
      if (operation) return { operation, input: readJsonInput(operation, incoming.body) }
      throw new AwsError('UnknownOperationException', `${target.operation} is not known`)
    }
    if (isForm(incoming)) {
      const form = new URLSearchParams(incoming.body.toString())
      const action = form.get('Action') ?? ''
      const operation = query.map((service) => service.operations.get(action)).find(Boolean)
      if (!operation) throw new AwsError('InvalidAction', `Could not find operation ${action}`, { status: 501 })
      return { operation, input: readQueryInput(operation.input, form) }
    }
    for (const { routes } of inOrderOfScope(incoming.signingName)) {
      const match = routes.match(incoming.method, incoming.url)
      if (match) return { operation: match.operation, input: readRestInput(match, incoming) }
    }
    throw new AwsError('NotImplemented', `${incoming.method} ${incoming.url.pathname} is not simulated`, {
      status: 501,
    })
  }

  // The CLI signs some IoT calls as `execute-api`, and iot-data has used three names: the path decides in the end.
  const inOrderOfScope = (signingName = '') =>
    rest.toSorted(
      (a, b) =>
        Number(b.service.signingNames.includes(signingName)) - Number(a.service.signingNames.includes(signingName)),
    )

  const serviceFor = (incoming: Incoming) =>
    byTarget.get(targetOf(incoming)?.service ?? '') ??
    (isForm(incoming) ? query[0] : inOrderOfScope(incoming.signingName)[0]?.service)

  async function answer(incoming: Incoming, requestId: string): Promise<Answer> {
    let service = serviceFor(incoming)
    try {
      const { operation, input } = parse(incoming)
      service = operation.service
      const caller = credentialScope(incoming.headers)
      return outputAnswer(operation, await dispatch({ operation, input, caller, requestId }), requestId)
    } catch (cause) {
      if (isBug(cause)) console.error(cause)
      return errorAnswer(service, cause, requestId)
    }
  }

  return async (request, response) => {
    const requestId = randomUUID()
    const headers = request.headers
    let reply: Answer
    try {
      const url = new URL(`http://simulator${request.url ?? '/'}`)
      const signingName = credentialScope(headers).signingName
      reply = await answer(
        { method: request.method ?? 'GET', url, headers, body: await readBody(request), signingName },
        requestId,
      )
    } catch (cause) {
      reply = errorAnswer(undefined, cause, requestId)
    }
    response.writeHead(reply.status, {
      ...reply.headers,
      'x-amzn-requestid': requestId,
      'content-length': Buffer.byteLength(reply.body),
    })
    response.end(reply.body)
  }
}

/** JSON calls name service and operation in a header; a queue's may come to any path. */
function targetOf({ headers }: Incoming) {
  const [service = '', operation] = String(headers['x-amz-target'] ?? '').split('.')
  return operation === undefined ? undefined : { service, operation }
}

function readJsonInput({ input }: Operation, body: Buffer): Record<string, unknown> {
  const document = fromJson(input, body.length ? parseJson(body) : {})
  if (typeof document !== 'object' || document === null)
    throw serializationError('The request body is not a JSON object')
  return document as Record<string, unknown>
}

/** awsQuery calls are forms posted to the root; tools such as curl call any other body a form, too. */
const isForm = ({ url, headers }: Incoming) =>
  url.pathname === '/' && (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

const isBug = (cause: unknown) =>
  cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError
