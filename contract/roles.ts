/** Who may do what, weakest first. Each role may do everything the roles before it may. */
export const roles = ['viewer', 'responder', 'approver', 'admin'] as const

export type Role = (typeof roles)[number]

/** True when `role` is at least as strong as `needed`. */
export function roleAllows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/** Why a role may not do something, in words for the button; undefined when it may. */
export function whyNotRole(role: Role | undefined, needed: Role): string | undefined {
  if (role === undefined) return 'Checking what you may do'
  return roleAllows(role, needed) ? undefined : `Needs the ${needed} role; yours is ${role}`
}
