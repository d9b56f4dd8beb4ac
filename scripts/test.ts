import type { Counts } from './test/results.ts'
import { steps } from './test/steps.ts'

const wanted = only(process.argv.slice(2))
const from = performance.now()
const done: { title: string; counts: Counts; seconds: string }[] = []

for (const { title, run } of steps.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
  const began = performance.now()
  console.log(`\n── ${title}`)
  let counts: Counts
  try {
    counts = await run()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    counts = { passed: 0, failed: 1, skipped: 0 }
  }
  const seconds = since(began)
  console.log(`   ${counts.failed > 0 ? 'failed' : 'passed'} in ${seconds}`)
  done.push({ title, counts, seconds })
}

const total = (key: keyof Counts) => done.reduce((sum, { counts }) => sum + counts[key], 0)
console.log(
  `\n${'Step'.padEnd(44)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'time'.padStart(10)}`,
)
for (const { title, counts, seconds } of done) {
  const row = [String(counts.passed).padStart(8), String(counts.failed).padStart(8), String(counts.skipped).padStart(9)]
  console.log(`${title.padEnd(44)}${row.join('')}${seconds.padStart(10)}`)
}
console.log(`${''.padEnd(69)}${since(from).padStart(10)}\n`)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exit(total('failed') > 0 || total('passed') === 0 ? 1 : 0)

function since(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}

// `--only unit e2e` runs some steps; anything unknown must not look like a pass.
function only(args: string[]): string[] {
  if (args.length === 0) return []
  const ids = steps.map(({ id }) => id)
  const asked = args.slice(1).flatMap((arg) => arg.split(','))
  if (args[0] === '--only' && asked.length > 0 && asked.every((id) => ids.includes(id))) return asked
  console.error(`Usage: npm test [-- --only ${ids.join(' ')}]`)
  process.exit(2)
}
