import { check } from '../check.ts'

export default check({
  about: 'thing',
  reads: ['things', 'presence'],
  title: 'Client ID differs from the thing’s name',
  why: 'Logs, metrics and take-overs speak of client IDs: what happens to this device is found under another name, or not at all.',
  fix: 'Let the device connect by its thing’s name, which policies can hold it to with iot:Connection.Thing.ThingName.',
  source: 'AWS IoT Core Developer Guide, "Associating a AWS IoT thing to an MQTT client connection"',
  severity: 'low',
  // One that never connected has no client ID.
  applies: ({ presence }) => presence === null || presence.connected || presence.since !== null,
  judge({ name, presence }) {
    if (!presence?.clientId) return { unknown: 'With which client ID it connects is not known' }
    return presence.clientId === name ? null : { severity: 'low', detail: `Connects as ${presence.clientId}` }
  },
})
