import fs from 'node:fs'
import path from 'node:path'
import { writeAtomically } from '../files.ts'

/** The day the demo's fleet counts its dates from: the first start. Kept, so that its certificates stay the same ones. */
export function simulatorBirth(folder: string): string {
  const file = path.join(folder, 'simulator.json')
  if (fs.existsSync(file)) return (JSON.parse(fs.readFileSync(file, 'utf8')) as { bornAt: string }).bornAt
  const bornAt = `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`
  writeAtomically(file, `${JSON.stringify({ bornAt })}\n`)
  return bornAt
}
