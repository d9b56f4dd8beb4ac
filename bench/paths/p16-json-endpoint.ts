import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import path from 'node:path'
import readline from 'node:readline'
import { encodeCursor } from '#server/platform/keyset.ts'
import { path as benchPath, median } from '../measure.ts'
import { startSite } from '../web.ts'
import { atEnd, filledDatabase } from '../world.ts'

const connections = 16

export default benchPath({
  id: 'P16',
  title: 'The inventory over HTTP, 16 connections, against plain Node http doing the same query',
  async run(size) {
    const { database, url } = await filledDatabase(size)
    const site = await startSite(database, url)
    const floorUrl = await startFloor(url)
    const cursor = encodeCursor([0, 'm', '0'])
    const ourUrl = `${site.url}/api/things?type=pump&cursor=${encodeURIComponent(cursor)}`
    const seconds = size.quick ? 2 : 6
    const ours: number[] = []
    const floor: number[] = []
    await load(ourUrl, site.headers, 1)
    await load(floorUrl, {}, 1)
    for (let round = 0; round < 3; round++) {
      ours.push(await load(ourUrl, site.headers, seconds))
      floor.push(await load(floorUrl, {}, seconds))
    }
    const detail = `${median(ours).toFixed(0)} requests/s of 100 rows, signed in`
    return [
      {
        id: 'P16',
        name: 'requests per second',
        goal: 0.5,
        value: median(ours) / median(floor),
        better: 'higher',
        unit: 'ratio',
        floor: median(floor),
        floorUnit: 'requests/s',
        detail,
      },
    ]
  },
})

/** Requests per second that came back whole. Throws on any other answer than 200. */
async function load(url: string, headers: Record<string, string>, seconds: number): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const until = performance.now() + seconds * 1000
  const from = performance.now()
  let answered = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        await get(url, headers, agent)
        answered++
      }
    }),
  )
  agent.destroy()
  return (answered * 1000) / (performance.now() - from)
}

function get(url: string, headers: Record<string, string>, agent: http.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent }, (response) => {
      response.resume()
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}`)),
      )
    })
    request.once('error', reject)
  })
}

async function startFloor(databaseUrl: string): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join('bench', 'floors', 'http-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  atEnd(async () => void child.kill('SIGTERM'))
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line')
  return `http://127.0.0.1:${JSON.parse(String(line)).port}/`
}
