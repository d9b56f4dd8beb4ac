import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError, RawAnswer } from './aws-error.ts'
import { jsonEncoder, jsonName } from './json.ts'
import type { Operation, Service } from './service.ts'
import type { ErrorTraits } from './static-schema.ts'
import { toHeader } from './text.ts'
import { element, escapeXml, toXml } from './xml.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array
}

type Output = Record<string, unknown>

/** A successful output in the protocol of its service. */
export function outputAnswer(operation: Operation, output: object, requestId: string): Answer {
  const { protocol } = operation.service
  if (protocol === 'query') return queryOutput(operation, output as Output, requestId)
  return protocol === 'json' ? jsonOutput(operation, output as Output) : restOutput(operation, output as Output)
}

function queryOutput({ name, output: schema }: Operation, output: Output, requestId: string): Answer {
  const result = element(`${name}Result`, toXml(schema, output))
  const metadata = element('ResponseMetadata', element('RequestId', requestId))
  return xmlAnswer(200, element(`${name}Response`, result + metadata))
}

function jsonOutput({ service, output: schema }: Operation, output: Output): Answer {
  return { status: 200, headers: jsonHeaders(service), body: JSON.stringify(encode(schema, output)) }
}

const jsonHeaders = ({ json }: Service) => ({ 'content-type': `application/x-amz-json-${json?.version ?? '1.0'}` })

function restOutput({ output: schema, http }: Operation, output: Output): Answer {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  const body: Output = {}
  let status = http?.status ?? 200
  let payload: Answer['body'] | undefined
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const value = output[name]
    if (value === undefined) continue
    const traits = member.getMergedTraits()
    if (traits.httpResponseCode) status = Number(value)
    else if (traits.httpHeader) headers[traits.httpHeader] = toHeader(member, value)
    else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, item] of Object.entries(value as object)) headers[traits.httpPrefixHeaders + key] = String(item)
    } else if (traits.httpPayload) payload = payloadBody(member, value)
    else body[jsonName(name, member)] = encode(member, value)
  }
  return { status, headers, body: payload ?? JSON.stringify(body) }
}

function payloadBody(member: NormalizedSchema, value: unknown): Answer['body'] {
  if (value instanceof Uint8Array || typeof value === 'string') return value
  return JSON.stringify(encode(member, value))
}

const encode = (schema: NormalizedSchema, value: unknown) => {
  const convert = jsonEncoder(schema)
  return convert && value !== null ? convert(value) : value
}

/** Any failure in the protocol of the service it was meant for; what is not AWS's becomes its InternalFailure. */
export function errorAnswer(service: Service | undefined, cause: unknown, requestId: string): Answer {
  if (cause instanceof RawAnswer)
    return { status: cause.status, headers: { 'content-type': cause.contentType }, body: cause.body }
  const error =
    cause instanceof AwsError ? cause : new AwsError('InternalFailureException', 'Internal failure', { status: 500 })
  const schema = service?.errors.get(error.name)
  const traits = schema?.getMergedTraits() as ErrorTraits | undefined
  const status = error.status ?? traits?.httpError ?? 400
  if (service?.protocol === 'query') {
    const kind = element('Type', status < 500 ? 'Sender' : 'Receiver')
    const code = element('Code', traits?.awsQueryError?.[0] ?? error.name)
    const detail = kind + code + element('Message', escapeXml(error.message))
    return xmlAnswer(status, element('ErrorResponse', element('Error', detail) + element('RequestId', requestId)))
  }
  const members = schema ? encode(schema, error.members) : error.members
  const body = { message: error.message, ...(members as object) }
  if (service?.protocol === 'json') {
    // Services that once spoke awsQuery go on to name their old error codes.
    const former = traits?.awsQueryError?.[0]
    const headers = { ...jsonHeaders(service), ...(former && { 'x-amzn-query-error': `${former};Sender` }) }
    return { status, headers, body: JSON.stringify({ __type: error.name, ...body }) }
  }
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': error.name }
  return { status, headers, body: JSON.stringify(body) }
}

const xmlAnswer = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/xml' }, body })
