import type { IncomingHttpHeaders } from 'node:http'
import type { NormalizedSchema } from '@smithy/core/schema'
import { serializationError } from './aws-error.ts'
import { fromJson, jsonName, parseJson } from './json.ts'
import type { RouteMatch } from './rest-routes.ts'
import { fromText } from './text.ts'

export interface RestRequest {
  url: URL
  headers: IncomingHttpHeaders
  body: Buffer
}

type Input = Record<string, unknown>

/** Gathers an operation's input from where its schema says it travels: path, query, headers, payload or JSON body. */
export function readRestInput({ operation, labels, staticQuery }: RouteMatch, request: RestRequest): Input {
  const input: Input = {}
  if (!operation.input.isStructSchema()) return input
  const bodyMembers: [string, NormalizedSchema][] = []
  const named = new Set(staticQuery)
  let leftoverQuery: string | undefined
  for (const [name, member] of operation.input.structIterator()) {
    const traits = member.getMergedTraits()
    let value: unknown
    if (traits.httpLabel) value = fromText(member, labels[name] ?? '')
    else if (traits.httpQuery) {
      named.add(traits.httpQuery)
      value = fromTexts(member, request.url.searchParams.getAll(traits.httpQuery))
    } else if (traits.httpHeader) value = fromHeader(member, request.headers[traits.httpHeader.toLowerCase()])
    else if (traits.httpPrefixHeaders !== undefined) value = prefixed(request.headers, traits.httpPrefixHeaders)
    else if (traits.httpPayload) value = payload(member, request.body)
    else if (traits.httpQueryParams) leftoverQuery = name
    else bodyMembers.push([name, member])
    if (value !== undefined) input[name] = value
  }
  if (leftoverQuery) input[leftoverQuery] = unnamed(request.url, named)
  return bodyMembers.length && request.body.length ? readBody(bodyMembers, request.body, input) : input
}

function readBody(members: [string, NormalizedSchema][], body: Buffer, input: Input) {
  const document = parseJson(body)
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw serializationError('The request body is not a JSON object')
  }
  const source = document as Input
  for (const [name, member] of members) {
    const value = source[jsonName(name, member)]
    if (value !== undefined && value !== null) input[name] = fromJson(member, value)
  }
  return input
}

function payload(member: NormalizedSchema, body: Buffer) {
  if (!body.length) return undefined
  if (member.isBlobSchema()) return new Uint8Array(body)
  return member.isStringSchema() ? body.toString() : fromJson(member, parseJson(body))
}

function fromTexts(member: NormalizedSchema, texts: string[]) {
  const [first] = texts
  if (first === undefined) return undefined
  return member.isListSchema() ? texts.map((text) => fromText(member.getValueSchema(), text)) : fromText(member, first)
}

function fromHeader(member: NormalizedSchema, header: string | string[] | undefined) {
  if (header === undefined) return undefined
  const text = Array.isArray(header) ? header.join(',') : header
  return member.isListSchema()
    ? text.split(',').map((item) => fromText(member.getValueSchema(), item.trim()))
    : fromText(member, text)
}

function prefixed(headers: IncomingHttpHeaders, prefix: string) {
  const start = prefix.toLowerCase()
  const found = Object.entries(headers).filter(([name]) => name.startsWith(start))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(start.length), String(value)]))
}

const unnamed = (url: URL, named: ReadonlySet<string>) =>
  Object.fromEntries([...url.searchParams].filter(([name]) => !named.has(name)))
