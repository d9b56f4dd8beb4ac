import type { Cause } from '#contract/incidents.ts'

/** The tasks each cause begins with where nobody has changed them. What can be taken back comes first. */
export const defaultPlaybooks: Record<Cause, string[]> = {
  'same-credential-two-places': [
    'Find out where the device with this certificate should be, and which of the two sides that is.',
    'Ask the site whether a device was replaced, cloned from an image, or is missing.',
    'Quarantine the thing, or deactivate the certificate if the device can do without it.',
    'See whether messages of the other side reached anything that acts on them.',
    'Give the real device a certificate of its own; revoke the shared one afterwards.',
    'Look for the same certificate under other client IDs.',
  ],
  'two-credentials-one-client-id': [
    'Name the owner of each certificate, and which of them this client ID belongs to.',
    'Ask whether provisioning gave two devices one name; if nobody did, treat it as an impersonation.',
    'Deactivate the certificate that should not have this client ID.',
    'Narrow the policy that let it in: see the fix path.',
    'See what the other side published and subscribed to in this time.',
  ],
  'second-process': [
    'Find both processes on the device: a supervisor that restarts too early, a second container, a test left running.',
    'Stop one of them, or give it a client ID of its own.',
    'See that take-overs stop for half an hour.',
  ],
  'flapping-link': [
    'See whether other devices at the same site or operator lose their links, too.',
    "Compare the device's keep-alive with what its network allows.",
    'Lengthen the reconnect backoff if the device comes back at once.',
  ],
  'client-or-sdk-bug': [
    'Find what the devices have in common: firmware, SDK version, a deployment shortly before.',
    'Stop the deployment.',
    'Roll back one device and see that its take-overs stop; then the others.',
    'Tell the firmware team, with the first client IDs and the time it began.',
  ],
  undecided: [
    'Turn on what would decide the cause: see the list on the incident.',
    'Look at both sides again once records say more.',
    "Ask the device's owner what changed shortly before it began.",
  ],
  'unusual-behaviour': [
    'Read what was measured and what is normal: the alarm stands in the findings.',
    'Compare with devices of the same type and group: a change of software shows on all of them.',
    'If the device is taken over, cut it off and keep the evidence pack before anything is reset.',
    'Say whether the alarm was right: that is what the next one is judged by.',
  ],
  finding: [
    'Read the findings that are part of it: what each check objects to, since when, and what it says to do.',
    'Ask whether anybody used the weakness: sessions, addresses and changes in the same time.',
    'Take away what makes it dangerous first, such as a certificate or a policy; then what made it possible.',
    'See that the findings are resolved by the next judgement.',
  ],
}
