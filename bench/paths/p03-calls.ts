import { path } from '../measure.ts'
import { freshBench, sync } from '../sync.ts'

export default path({
  id: 'P3',
  title: 'AWS calls of a first and a second sync against the least: pages, and one describe per new certificate',
  async run({ quick }) {
    const things = quick ? 2_000 : 20_000
    const bench = await freshBench('p3', things)
    await sync(bench)
    const first = await callsThatMatter(bench.simulator)
    await sync(bench)
    const second = (await callsThatMatter(bench.simulator)) - first
    await bench.simulator.stop()
    const pages = Math.ceil(things / 100) + Math.ceil(things / 250)
    const shared = { id: 'P3', goal: 1.05, better: 'lower' as const, unit: 'ratio', floorUnit: 'calls' }
    const detail = 'SearchIndex, ListCertificates and DescribeCertificate as the endpoint counted them'
    return [
      { ...shared, name: 'first sync', value: first / (pages + things), floor: pages + things, detail },
      { ...shared, name: 'second sync, nothing changed', value: second / pages, floor: pages, detail },
    ]
  },
})

async function callsThatMatter(simulator: { calls(): Promise<Record<string, { calls: number }>> }): Promise<number> {
  const calls = await simulator.calls()
  return ['SearchIndex', 'ListThings', 'ListCertificates', 'DescribeCertificate']
    .map((operation) => calls[operation]?.calls ?? 0)
    .reduce((sum, count) => sum + count, 0)
}
