import type { Person } from '#contract/people.ts'
import { type Role, roles } from '#contract/roles.ts'
import { passwordState } from './rules.ts'

type Row = {
  id: string
  name: string
  email: string
  role: string
  banned: boolean
  twoFactorEnabled: boolean
  temporaryPasswordUntil: Date | null
  createdAt: Date
  sessions: { updatedAt: Date }[]
  apiTokens: { lastUsedAt: Date | null }[]
}

/** What of a person is read to show them: their row, the newest use of a session and of a token. */
export const personFields = {
  id: true,
  name: true,
  email: true,
  role: true,
  banned: true,
  twoFactorEnabled: true,
  temporaryPasswordUntil: true,
  createdAt: true,
  sessions: { select: { updatedAt: true }, orderBy: { updatedAt: 'desc' }, take: 1 },
  apiTokens: {
    select: { lastUsedAt: true },
    where: { lastUsedAt: { not: null } },
    orderBy: { lastUsedAt: 'desc' },
    take: 1,
  },
} as const

/** A person as others see them. */
export function toPerson(from: Row, now: Date): Person {
  const { banned, twoFactorEnabled, temporaryPasswordUntil, sessions, apiTokens, createdAt, ...row } = from
  const used = [sessions[0]?.updatedAt, apiTokens[0]?.lastUsedAt].flatMap((at) => at?.getTime() ?? [])
  return {
    ...row,
    role: asRole(row.role),
    twoFactor: twoFactorEnabled,
    disabled: banned,
    password: passwordState(temporaryPasswordUntil, now),
    temporaryPasswordUntil: temporaryPasswordUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    lastSeenAt: used.length > 0 ? new Date(Math.max(...used)).toISOString() : null,
  }
}

/** A stored role. A check constraint keeps others out of the table. */
export function asRole(text: string): Role {
  const role = roles.find((known) => known === text)
  if (!role) throw new Error(`Unknown role ${text}`)
  return role
}
