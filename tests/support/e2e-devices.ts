import { product } from './e2e-environment.ts'
import { expect } from './e2e-test.ts'

const control = `http://127.0.0.1:${product.simulator.port}/_simulator`

type Device = { thing: string; clientId: string; certificateId: string; connected: boolean }
type Story = { story: string; thing: string; certificate: string | null }
type Kept = { sequence: number; record: { principalId?: string; eventType?: string } }

async function read<Answer>(address: string): Promise<Answer> {
  const answer = await fetch(`${control}${address}`)
  if (!answer.ok) throw new Error(`The simulator answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** The virtual device of a thing, as the simulator sees it: a real MQTT client with a key of its own. */
export async function deviceOf(thing: string): Promise<Device | undefined> {
  const { devices } = await read<{ devices: Device[] }>('/devices')
  return devices.find((device) => device.thing === thing)
}

/** The thing that the demo keeps ready for a situation, with its device connected. */
export async function liveThing(story: string): Promise<Device> {
  const { stories } = await read<{ stories: Story[] }>('/stories')
  const thing = stories.find((one) => one.story === story)?.thing ?? ''
  await comesBack(thing)
  const device = await deviceOf(thing)
  if (!device) throw new Error(`${thing} of the story ${story} has no device`)
  return device
}

/** Waits until a thing's device has a session. */
export async function comesBack(thing: string) {
  await expect
    .poll(async () => (await deviceOf(thing))?.connected, { message: `${thing} connects`, timeout: 60_000 })
    .toBe(true)
}

/** Waits until a device that was connected has tried to come back and was refused. */
export async function isRefused({ thing, certificateId }: Device, after: number) {
  await expect
    .poll(
      async () => {
        const { records } = await read<{ records: Kept[] }>(`/records?after=${after}&limit=5000`)
        return records.some(
          ({ record }) => record.principalId === certificateId && record.eventType === 'Connection.AuthNError',
        )
      },
      { message: `${thing} is refused`, timeout: 45_000 },
    )
    .toBe(true)
  expect((await deviceOf(thing))?.connected, `${thing} stays out`).toBe(false)
}

/** The last record so far, to look only at what comes after. */
export async function lastRecord(): Promise<number> {
  let last = 0
  for (;;) {
    const { records } = await read<{ records: Kept[] }>(`/records?after=${last}&limit=10000`)
    const newest = records.at(-1)
    if (!newest) return last
    last = newest.sequence
  }
}
