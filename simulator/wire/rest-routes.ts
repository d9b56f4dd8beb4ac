import { serializationError } from './aws-error.ts'
import type { Operation, Service } from './service.ts'

interface Segment {
  literal: string | undefined
  label: string
  greedy: boolean
}

interface Route {
  operation: Operation
  method: string
  segments: Segment[]
  query: [string, string][]
}

export interface RouteMatch {
  operation: Operation
  labels: Record<string, string>
  /** Query parameters that are part of the address itself, not input. */
  staticQuery: ReadonlySet<string>
}

/** A service's addresses, the most specific first: literals before labels, more fixed query parameters before fewer. */
export class RestRoutes {
  readonly #byMethod = new Map<string, Route[]>()

  constructor(service: Service) {
    const routes = [...service.operations.values()].flatMap((operation) => routeOf(operation) ?? [])
    routes.sort(bySpecificity)
    for (const route of routes) {
      const same = this.#byMethod.get(route.method)
      if (same) same.push(route)
      else this.#byMethod.set(route.method, [route])
    }
  }

  match(method: string, url: URL): RouteMatch | undefined {
    const path = url.pathname.split('/').filter(Boolean)
    for (const route of this.#byMethod.get(method) ?? []) {
      const labels = matchSegments(route.segments, path)
      if (!labels || !route.query.every(([key, value]) => hasParameter(url, key, value))) continue
      return { operation: route.operation, labels, staticQuery: new Set(route.query.map(([key]) => key)) }
    }
    return undefined
  }
}

function routeOf(operation: Operation): Route | undefined {
  if (!operation.http) return undefined
  const [path = '', query] = operation.http.uri.split('?')
  return {
    operation,
    method: operation.http.method,
    segments: segmentsOf(path),
    query: [...new URLSearchParams(query)],
  }
}

function segmentsOf(path: string): Segment[] {
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => ({
      literal: part.startsWith('{') ? undefined : part,
      label: part.replace(/[{}+]/g, ''),
      greedy: part.endsWith('+}'),
    }))
}

function matchSegments(segments: Segment[], path: string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const part = path[index]
    if (part === undefined) return undefined
    if (segment.greedy) {
      labels[segment.label] = decode(path.slice(index).join('/'))
      return labels
    }
    if (segment.literal === undefined) labels[segment.label] = decode(part)
    else if (segment.literal !== part) return undefined
  }
  return path.length === segments.length ? labels : undefined
}

const hasParameter = (url: URL, key: string, value: string) =>
  value ? url.searchParams.get(key) === value : url.searchParams.has(key)

const rankOf = (segment: Segment | undefined) => {
  if (!segment) return -1
  if (segment.literal !== undefined) return 2
  return segment.greedy ? 0 : 1
}

function bySpecificity(a: Route, b: Route) {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index++) {
    const difference = rankOf(b.segments[index]) - rankOf(a.segments[index])
    if (difference) return difference
  }
  return b.query.length - a.query.length
}

function decode(text: string) {
  try {
    return decodeURIComponent(text)
  } catch {
    throw serializationError('The request path is not valid percent-encoding')
  }
}
