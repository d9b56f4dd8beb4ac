import fs from 'node:fs'
import path from 'node:path'
import { isContractProcedure } from '@orpc/contract'
import { api } from '#contract/index.ts'
import { writeAtomically } from '../files.ts'

/**
 * Writes `generated/contract.ts`: every entry's method and path, without the schemas, so that the browser needs no
 * zod (about 40 KB gzip). Returns whether it differed.
 */
export function writeContract(root: string): boolean {
  const target = path.join(root, 'generated', 'contract.ts')
  const source = contractSource(api)
  if (fs.existsSync(target) && fs.readFileSync(target, 'utf8') === source) return false
  writeAtomically(target, source)
  return true
}

function contractSource(router: object): string {
  return [
    '/** The contract without its schemas: all a client needs to build requests. */',
    `export const routes = ${JSON.stringify(routesOf(router))}`,
    '',
  ].join('\n')
}

function routesOf(router: object): object | string {
  if (!isContractProcedure(router)) {
    return Object.fromEntries(Object.entries(router).map(([name, entry]) => [name, routesOf(entry)]))
  }
  const { method, path } = router['~orpc'].route
  return `${method} ${path}`
}
