import path from 'node:path'
import { z } from 'zod'
import { parseEnvironment, readEnvironment, type Variables } from '#server/platform/env.ts'
import { syncSettings } from '#server/sync/settings.ts'
import { root } from '../files.ts'

const variables = z.object({
  PORT: optional(
    z.coerce
      .number('must be a port number')
      .int('must be a port number')
      .min(1, 'must be a port number')
      .max(65535, 'must be a port number'),
  ).default(3000),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' })),
  FLEETWARDEN_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s):// address' })),
  FLEETWARDEN_AWS: optional(z.enum(['simulated', 'real'], 'must be "simulated" or "real"')),
  FLEETWARDEN_SCENARIO: optional(z.string()).default('demo'),
  AWS_REGION: optional(z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must be an AWS region')).default('eu-west-1'),
})

/** What a start is to do. `folder` holds everything it keeps. */
export type Settings = {
  folder: string
  port: number
  databaseUrl: string | undefined
  publicUrl: string | undefined
  realAws: boolean
  scenario: string
  region: string
}

/** Parses what `npm start` understands. Throws an EnvironmentError that lists every bad variable. */
export function readSettings(source: Variables = process.env): Settings {
  const given = parseEnvironment(variables, source)
  requireUsable(source)
  return {
    folder: path.join(root, '.fleetwarden'),
    port: given.PORT,
    databaseUrl: given.DATABASE_URL,
    publicUrl: given.FLEETWARDEN_URL,
    realAws: usesRealAws(source),
    scenario: given.FLEETWARDEN_SCENARIO,
    region: given.AWS_REGION,
  }
}

// What a process of ours would only say at its own start, after everything was built.
function requireUsable(source: Variables) {
  readEnvironment({
    ...source,
    DATABASE_URL: source.DATABASE_URL || 'postgresql://embedded',
    BETTER_AUTH_SECRET: source.BETTER_AUTH_SECRET || 'made by the start where none is given',
  })
  syncSettings(source)
}

const credentialSources = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/**
 * Real AWS when FLEETWARDEN_AWS says so, else when the environment names credentials or an endpoint.
 * A region or a ~/.aws folder alone does not: a laptop that has one must not be read by a first look at the demo.
 */
export function usesRealAws(source: Variables): boolean {
  if (source.FLEETWARDEN_AWS) return source.FLEETWARDEN_AWS === 'real'
  const given = Object.keys(source).filter((name) => source[name])
  return given.some((name) => credentialSources.includes(name) || /^AWS_ENDPOINT_URL(_|$)/.test(name))
}

function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional()) as unknown as z.ZodOptional<T>
}
