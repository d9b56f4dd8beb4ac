import { createParser, parseAsString, parseAsStringLiteral } from '#components/data/list/address.ts'
import { defineList } from '#components/data/list/list-state.ts'
import type { DeploymentHealth, DeploymentKind } from '#contract/deployments.ts'
import { deploymentHealthWords, deploymentKindWords } from '../words.ts'

// The tables are typed by exactly these words.
const healths = Object.keys(deploymentHealthWords) as DeploymentHealth[]
const kinds = Object.keys(deploymentKindWords) as DeploymentKind[]

/** What the list of deployments keeps in its address: the contract's filters. */
export const deploymentList = defineList('deployments', {
  filters: {
    search: parseAsString,
    kind: parseAsStringLiteral(kinds),
    health: parseAsStringLiteral(healths),
    thing: createParser({
      parse: (text: string) => (text.length > 0 && text.length <= 128 ? text : null),
      serialize: (text: string) => text,
    }),
  },
  sorts: ['health', '-created', '-changed'],
})
