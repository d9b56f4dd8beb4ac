import { z } from 'zod'

/** Names what is wrong with the environment, one line per variable. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>

const emptyMeansUnset = (value: unknown) => (value === '' ? undefined : value)

function setting<T extends z.ZodType>(schema: T) {
  return z.preprocess(emptyMeansUnset, schema)
}

/** What the web and worker processes are configured with. `npm start` fills in what is not given. */
const environment = z.object({
  /** Where the data lives. */
  DATABASE_URL: setting(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' })),
  /** Connections this process may hold. */
  DATABASE_POOL_SIZE: setting(
    z.coerce.number('must be a number').int('must be a whole number').min(2).max(500).default(10),
  ),
  /** Signs sessions and encrypts second factors; at least 32 characters, the same for every web process. */
  BETTER_AUTH_SECRET: setting(z.string({ error: 'must be set' }).min(32, 'must have at least 32 characters')),
  /** Encrypts addresses and secrets of notification channels; at least 32 characters, the same for web and worker. */
  FLEETWARDEN_SECRET: setting(z.string().min(32, 'must have at least 32 characters').optional()),
  /** The address people use, as the browser shows it. */
  FLEETWARDEN_URL: setting(
    z.url({ protocol: /^https?$/, error: 'must be an http(s):// address' }).default('http://localhost:3000'),
  ),
  /** Set when a reverse proxy of yours is in front: its X-Forwarded-For then names the caller. */
  FLEETWARDEN_TRUST_PROXY: setting(z.stringbool('must be true or false').default(false)),
  /** Lets a scraper elsewhere read /metrics with this bearer token; without it only this machine may. */
  FLEETWARDEN_METRICS_TOKEN: setting(z.string().min(16, 'must have at least 16 characters').optional()),
  /** `simulated` runs the demo: its accounts exist and no AWS account is touched. */
  FLEETWARDEN_AWS: setting(z.enum(['simulated', 'real'], 'must be "simulated" or "real"').default('real')),
  LOG_LEVEL: setting(
    z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'], 'must be a pino level').default('info'),
  ),
  NODE_ENV: setting(z.enum(['production', 'development', 'test']).default('production')),
})

export type Environment = z.infer<typeof environment>

/** Parses the environment. Throws an EnvironmentError that lists every bad variable. */
export function readEnvironment(source: Variables = process.env): Environment {
  return parseEnvironment(environment, source)
}

let parsed: Environment | undefined

/** The environment of this process, parsed on first use (a build evaluates modules without one). */
export function env(): Environment {
  parsed ??= readEnvironment()
  return parsed
}

/** Parses any set of variables the same way; values are never repeated in the error, they may be secrets. */
export function parseEnvironment<T extends z.ZodType>(schema: T, source: Variables): z.infer<T> {
  const result = schema.safeParse(source)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')} ${sentence(issue)}`)
  throw new EnvironmentError(`The environment is not usable:\n${lines.join('\n')}`)
}

function sentence({ message }: { message: string }): string {
  return message.startsWith('must') ? message : `is not valid: ${message}`
}
