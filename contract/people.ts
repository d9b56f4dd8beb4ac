import { z } from 'zod'
import { asAdmin, asPublic, asViewer, instant } from './base.ts'
import { roles } from './roles.ts'

const role = z.enum(roles)
export const password = z.string().min(12, 'At least 12 characters').max(128)
const email = z.email('An e-mail address').max(254)
const name = z.string().trim().min(1).max(80)

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  twoFactor: z.boolean(),
  disabled: z.boolean(),
  password: z
    .enum(['own', 'temporary', 'expired'])
    .describe(
      '`temporary`: set by somebody else, and good for nothing but choosing another; `expired`: not chosen in time',
    ),
  temporaryPasswordUntil: instant.nullable(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
})
export type Person = z.infer<typeof person>

const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  role,
  prefix: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export type ApiToken = z.infer<typeof apiToken>

const savedView = z.object({ id: z.string(), page: z.string(), name: z.string(), query: z.string() })

const session = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
})

const id = z.object({ id: z.string().min(1).max(64) })
const done = z.object({ done: z.literal(true) })

export const me = {
  get: asViewer.route({ method: 'GET', path: '/me', tags: ['Me'], summary: 'Who is calling' }).output(person),
  sessions: asViewer
    .route({ method: 'GET', path: '/me/sessions', tags: ['Me'], summary: 'Where I am signed in' })
    .output(z.array(session)),
  revokeSession: asViewer
    .route({ method: 'DELETE', path: '/me/sessions/{id}', tags: ['Me'], summary: 'Sign a session out' })
    .input(id)
    .output(done),
}

export const apiTokens = {
  list: asViewer
    .route({ method: 'GET', path: '/me/tokens', tags: ['Me'], summary: 'My API tokens' })
    .output(z.array(apiToken)),
  create: asViewer
    .route({
      method: 'POST',
      path: '/me/tokens',
      tags: ['Me'],
      summary: 'Create an API token; its secret is shown once',
      successStatus: 201,
    })
    .input(z.object({ name, role, expiresInDays: z.number().int().min(1).max(366).nullable() }))
    .output(apiToken.extend({ secret: z.string() })),
  revoke: asViewer
    .route({ method: 'DELETE', path: '/me/tokens/{id}', tags: ['Me'], summary: 'Revoke an API token' })
    .input(id)
    .output(done),
}

export const savedViews = {
  list: asViewer
    .route({ method: 'GET', path: '/me/views', tags: ['Me'], summary: 'My saved views' })
    .input(z.object({ page: z.string().max(60).optional() }))
    .output(z.array(savedView)),
  save: asViewer
    .route({
      method: 'POST',
      path: '/me/views',
      tags: ['Me'],
      summary: 'Save a view, or replace the one of that name',
      successStatus: 201,
    })
    .input(z.object({ page: z.string().min(1).max(60), name, query: z.string().max(2000) }))
    .output(savedView),
  remove: asViewer
    .route({ method: 'DELETE', path: '/me/views/{id}', tags: ['Me'], summary: 'Delete a saved view' })
    .input(id)
    .output(done),
}

export const people = {
  names: asViewer
    .route({
      method: 'GET',
      path: '/people/names',
      tags: ['People'],
      summary: 'Who can be named in a comment: at most 8, by the beginning of a name or an address',
    })
    .input(z.object({ search: z.string().trim().max(80).optional() }))
    .output(z.array(z.object({ id: z.string(), name: z.string() }))),
  list: asAdmin
    .route({ method: 'GET', path: '/people', tags: ['People'], summary: 'Everyone who may sign in' })
    .output(z.array(person)),
  create: asAdmin
    .route({
      method: 'POST',
      path: '/people',
      tags: ['People'],
      summary: 'Add a person with a temporary password: they choose their own at the first sign-in',
      successStatus: 201,
    })
    .input(z.object({ name, email, role, password }))
    .output(person),
  update: asAdmin
    .route({
      method: 'PATCH',
      path: '/people/{id}',
      tags: ['People'],
      summary: "Change a person's role, or disable them",
    })
    .input(id.extend({ role: role.optional(), disabled: z.boolean().optional() }))
    .output(person),
  setPassword: asAdmin
    .route({
      method: 'POST',
      path: '/people/{id}/password',
      tags: ['People'],
      summary: 'Give somebody a temporary password and sign them out: they choose their own at the next sign-in',
    })
    .input(id.extend({ password }))
    .output(person),
}

export const setup = {
  state: asPublic
    .route({ method: 'GET', path: '/setup', tags: ['Setup'], summary: 'Whether the first admin is still to be made' })
    .output(z.object({ needed: z.boolean() })),
  claim: asPublic
    .route({
      method: 'POST',
      path: '/setup',
      tags: ['Setup'],
      summary: 'Create the first admin with the one-time token',
      successStatus: 201,
    })
    .input(z.object({ token: z.string().min(1).max(200), name, email, password }))
    .output(done),
}
