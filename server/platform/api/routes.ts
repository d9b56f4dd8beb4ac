import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'

/** One entry of the contract and its dotted name, such as `things.list`. */
export type Entry = { name: string; procedure: AnyContractProcedure; method: string; path: string }

/** Every entry of a contract or of the router that implements it. */
export function entriesOf(router: object, names: string[] = []): Entry[] {
  if (isContractProcedure(router)) {
    const { method = 'POST', path = '' } = router['~orpc'].route
    return [{ name: names.join('.'), procedure: router, method, path }]
  }
  return Object.entries(router).flatMap(([name, below]) =>
    typeof below === 'object' && below !== null ? entriesOf(below, [...names, name]) : [],
  )
}

/** The methods that a path takes; none when nothing is there. */
export function methodsOf(router: object, path: string): string[] {
  const entries = entriesOf(router).filter((entry) => patternOf(entry.path).test(path))
  return [...new Set(entries.map(({ method }) => method))]
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`)
}
