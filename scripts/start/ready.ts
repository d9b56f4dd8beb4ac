import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, lastLines } from './children.ts'

/** What the simulator says of itself when it is up. */
export type SimulatorReady = { port: number; control: string }

/** Waits for the simulator's line of JSON. Throws with its last lines when it ends or takes over a minute. */
export function simulatorReady(child: Child): Promise<SimulatorReady> {
  return until(child, 60_000, async () => {
    const lines = child.output().split('\n')
    const line = lines.find((text) => text.startsWith('{"ready":true') && text.endsWith('}'))
    return line ? (JSON.parse(line) as SimulatorReady) : undefined
  })
}

/** Waits until the address answers 200. Throws with the child's last lines when it ends or takes over two minutes. */
export function answering(address: string, child: Child): Promise<true> {
  return until(child, 120_000, async () => ((await statusOf(address)) === 200 ? true : undefined))
}

async function until<T>(child: Child, withinMs: number, look: () => Promise<T | undefined>): Promise<T> {
  let how: string | undefined
  child.ended.then((phrase) => {
    how = phrase
  })
  for (const giveUp = Date.now() + withinMs; Date.now() < giveUp && !how; await sleep(50)) {
    const seen = await look()
    if (seen !== undefined) return seen
  }
  throw new Error(
    `The ${child.name} ${how ? `ended (${how})` : 'is not ready in time'}. Its last lines:\n${lastLines(child.output(), 15)}`,
  )
}

// A connection of its own, closed at once: one kept alive would hold up the server's own closing.
function statusOf(address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = http.get(address, { agent: false, timeout: 30_000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(undefined))
  })
}
