import type { AttentionItem } from '#contract/overview.ts'

/** Worst first. */
export const severities: AttentionItem['severity'][] = ['critical', 'high', 'medium', 'low', 'info']
