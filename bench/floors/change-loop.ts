import fs from 'node:fs'
import http from 'node:http'
import { IoTClient, UpdateCertificateCommand } from '@aws-sdk/client-iot'
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'

/**
 * The floor of a containment: the same changes made with the bare SDK, as many at a time, nothing read and nothing kept.
 * Per target, a certificate whose status is set and then the sessions to close.
 */
type Target = { certificateId: string; clients: string[] }

const targets = JSON.parse(fs.readFileSync(process.env.TARGETS_FILE ?? '', 'utf8')) as Target[]
const inFlight = Number(process.env.IN_FLIGHT ?? 32)
const newStatus = process.env.NEW_STATUS === 'ACTIVE' ? 'ACTIVE' : 'INACTIVE'
const requestHandler = { httpAgent: new http.Agent({ keepAlive: true, maxSockets: 64 }) }
const iot = new IoTClient({ maxAttempts: 1, requestHandler })
const data = new IoTDataPlaneClient({ maxAttempts: 1, requestHandler })

const from = performance.now()
let at = 0
await Promise.all(
  Array.from({ length: inFlight }, async () => {
    for (let target = targets[at++]; target; target = targets[at++]) {
      await iot.send(new UpdateCertificateCommand({ certificateId: target.certificateId, newStatus }))
      for (const clientId of target.clients) await close(clientId)
    }
  }),
)
console.log(JSON.stringify({ ms: performance.now() - from }))

async function close(clientId: string) {
  try {
    await data.send(new DeleteConnectionCommand({ clientId }))
  } catch (error) {
    // The session may have ended with the certificate.
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error
  }
}
