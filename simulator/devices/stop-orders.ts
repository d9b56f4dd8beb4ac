import type { MqttClient } from 'mqtt'

/**
 * Listens for being told to stop, by a message under `fleetwarden/stop/` or by any command, and says on
 * `fleetwarden/stopped/` that it has. `stop` is called each time.
 */
export function obeyStopOrders(client: MqttClient, thing: string, stop: () => void) {
  const commands = `$aws/commands/things/${thing}/executions/+/request/json`
  // What its policies refuse it, it does without.
  client.subscribe([`fleetwarden/stop/${thing}`, commands], { qos: 1 }, () => {})
  client.on('message', (topic) => {
    stop()
    const at = new Date().toISOString()
    client.publish(`fleetwarden/stopped/${thing}`, JSON.stringify({ thing, at }), { qos: 1 })
    if (!topic.startsWith('$aws/commands/')) return
    client.publish(topic.replace('/request/', '/response/'), JSON.stringify({ status: 'SUCCEEDED' }), { qos: 1 })
  })
}
