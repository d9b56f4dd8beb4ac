import { IoTClient } from '@aws-sdk/client-iot'
import { product } from './e2e-environment.ts'

const address = `http://127.0.0.1:${product.simulator.port}`

/** The simulated AWS as somebody with the AWS CLI would change it, beside the console. */
export const iot = new IoTClient({
  endpoint: address,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
})

/** Makes AWS refuse these operations to the worker; none ends it. */
export async function deny(...operations: string[]) {
  const response = await fetch(`${address}/_simulator/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ denied: operations }),
  })
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`)
}
