/** The entries of the contract by name, each as "GET /things/{name}". */
export type Routes = { readonly [name: string]: string | Routes }

/** One field the server did not accept. `path` is dotted, as in `filters.name`; empty for the whole. */
export type FieldError = { path: string; message: string }

/** A call that was answered, but not with success. Its message is the sentence to show. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly fields: readonly FieldError[],
  ) {
    super(message)
  }
}

type Input = Readonly<Record<string, unknown>>

/**
 * The API as a tree of functions, `calls.things.list({ search: 'pump' })`. Which route that is, is looked up at the first
 * call, so that the routes need not be there before. What fills no `{place}` in the path goes into the query of a GET and
 * into the JSON body of the others. Throws ApiError, or what `fetch` throws when no answer comes.
 */
export function callsOf(load: () => Promise<Routes>): object {
  return byNames(
    (names) =>
      async function call(input?: Input, options?: { signal?: AbortSignal | undefined }) {
        const [method = 'GET', path = ''] = routeAt(await load(), names).split(' ')
        const rest = { ...input }
        const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
          const value = encodeURIComponent(String(rest[name]))
          delete rest[name]
          return value
        })
        const query = method === 'GET' ? queryOf(rest) : ''
        const sent = method !== 'GET' && (Object.keys(rest).length > 0 || filled === path) && input !== undefined
        const response = await fetch(`/api${filled}${query}`, {
          method,
          signal: options?.signal ?? null,
          ...(sent && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(rest) }),
        })
        return read(response)
      },
    () => false,
  )
}

/**
 * A tree that has something at the end of every chain of names, made when it is reached; `isOwn` says which names are not
 * of the chain but of what was made.
 */
export function byNames(
  make: (names: readonly string[]) => object,
  isOwn: (name: string) => boolean,
  names: readonly string[] = [],
): object {
  return new Proxy(make(names), {
    get: (made, name) =>
      typeof name === 'symbol' || isOwn(name) ? Reflect.get(made, name) : byNames(make, isOwn, [...names, name]),
  })
}

function routeAt(routes: Routes, names: readonly string[]): string {
  const route = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), routes)
  if (typeof route !== 'string') throw new Error(`The API has no ${names.join('.')}`)
  return route
}

function queryOf(input: Input) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input))
    if (value !== undefined && value !== null) query.set(name, String(value))
  return query.size > 0 ? `?${query}` : ''
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text()
  const body = parsed(text)
  if (response.ok && body !== unreadable) return body
  const problem = isProblem(body) ? body : undefined
  const message = problem?.detail ?? problem?.title ?? 'The server gave no usable answer.'
  throw new ApiError(message, response.status, problem?.errors ?? [])
}

const unreadable = Symbol('unreadable')

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return unreadable
  }
}

type Problem = { title: string; detail?: string; errors?: FieldError[] }

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'title' in body
}
