import { execFileSync, spawnSync } from 'node:child_process'
import { towards } from '../child.ts'
import { path } from '../measure.ts'
import { freshBench, pagingLoop, sync } from '../sync.ts'

export default path({
  id: 'P19',
  title: 'CPU of listing and keeping, against `aws iot list-things` and `list-certificates`',
  async run({ quick }) {
    const things = quick ? 5_000 : 100_000
    const bench = await freshBench('p19', things)
    await bench.simulator.calls()
    const ours = await sync(bench, {}, ['things', 'certificates'])
    const cli = hasCli() ? cliCpuMs(bench.simulator.url) : null
    const floorMs = cli ?? (await pagingLoop(bench, 'things,certificates')).cpuMs
    await bench.simulator.stop()
    return [
      {
        id: 'P19',
        name: cli ? 'CPU against the AWS CLI' : 'CPU against the bare SDK, because no AWS CLI is installed',
        goal: cli ? 1 : 2.5,
        value: ours.cpuMs / floorMs,
        better: 'lower',
        unit: 'ratio',
        floor: floorMs / 1000,
        floorUnit: 's of CPU',
        detail: `${things} things with groups and presence, ${things} certificates`,
      },
    ]
  },
})

const hasCli = () => spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0

// User and system time of the children we waited for, before and after.
function cliCpuMs(endpoint: string): number {
  const env = { ...process.env, ...towards(endpoint) }
  const script = ['list-things', 'list-certificates']
    .map((list) => `aws iot ${list} --output json >/dev/null`)
    .join(' && ')
  const times = execFileSync('bash', ['-c', `set -e; ${script}; times`], { env, encoding: 'utf8', maxBuffer: 2 ** 20 })
  const children = times.trim().split('\n').at(-1) ?? ''
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, s]) => sum + (Number(min) * 60 + Number(s)) * 1000,
    0,
  )
}
