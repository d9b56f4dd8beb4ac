import type { Severity } from '#contract/incidents.ts'

/** How severities are ordered in lists: the worst first. */
export const ranks: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 }
