import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type BenchPath, type Measure, meets } from './measure.ts'
import { closeWorld } from './world.ts'

const folder = path.join(import.meta.dirname, 'paths')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(
    'npm run bench -- [P2 P8 …] [--quick] [--json FILE]\nRuns the paths of the performance page, each against a floor measured in the same run.',
  )
  process.exit(0)
}

const wanted = new Set(positionals.map((id) => id.toUpperCase()))
const paths = await Promise.all(
  fs
    .readdirSync(folder)
    .filter((file) => /^p\d+.*\.ts$/.test(file))
    .sort((a, b) => Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10))
    .map(async (file) => (await import(path.join(folder, file))).default as BenchPath),
)
const unknown = [...wanted].filter((id) => !paths.some((one) => one.id === id))
if (unknown.length > 0) {
  console.error(`No such path: ${unknown.join(', ')}. There are ${paths.map(({ id }) => id).join(', ')}.`)
  process.exit(2)
}

const size = { quick: values.quick, things: values.quick ? 20_000 : 1_000_000 }
const measures: Measure[] = []
let failed = 0
for (const one of paths.filter(({ id }) => wanted.size === 0 || wanted.has(id))) {
  console.log(`\n${one.id}  ${one.title}`)
  try {
    for (const measure of await one.run(size)) {
      measures.push(measure)
      print(measure)
    }
  } catch (error) {
    failed++
    console.error(`    did not run: ${error instanceof Error ? (error.stack ?? error.message) : error}`)
  }
}

await closeWorld()
const missed = measures.filter((measure) => !meets(measure))
console.log(
  `\n${measures.length - missed.length} of ${measures.length} goals met${failed ? `, ${failed} paths did not run` : ''}`,
)
if (values.json) fs.writeFileSync(values.json, `${JSON.stringify(measures, null, 2)}\n`)
process.exit(failed > 0 ? 1 : 0)

function print(measure: Measure) {
  const sign = measure.better === 'lower' ? '≤' : '≥'
  const mark = meets(measure) ? 'met   ' : 'MISSED'
  console.log(`    ${mark} ${figure(measure.value)} ${measure.unit} (goal ${sign} ${measure.goal})  ${measure.name}`)
  console.log(`           floor ${figure(measure.floor)} ${measure.floorUnit}; ${measure.detail}`)
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
