/** Who is signed in, as the shell shows it. */
export type ShellPerson = { name: string; email: string; role: string }

/** An AWS account and region that can be chosen as the scope. */
export type ShellAccount = { id: string; name: string; awsAccountId: string; region: string }

/** How old the facts on screen are, over all feeds of the scope. */
export type ShellFreshness = {
  /** ISO 8601 time of the oldest feed's last success; null when there was none. */
  at: string | null
  staleAfterMs: number
  /** A sync is under way. */
  running?: boolean | undefined
}

/** One hit of the command palette. `kind` groups hits: "Things", "Certificates". */
export type SearchHit = { id: string; kind: string; title: string; detail?: string | undefined; href: string }

export const scopeCookie = 'fleetwarden-scope'
/** The scope that is no single account. */
export const everyAccount = 'all'
