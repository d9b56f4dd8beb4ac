type Fact = { label: string; text: string | null; at: string | null }

// AWS's TransferData, in the order it happens.
const steps = [
  ['transferDate', 'Transfer offered'],
  ['transferMessage', 'Transfer message'],
  ['acceptDate', 'Transfer accepted'],
  ['rejectDate', 'Transfer rejected'],
  ['rejectReason', 'Reason given'],
] as const

/** What is known of a certificate's move between AWS accounts; empty when it never moved. */
export function transferOf(transfer: unknown): Fact[] {
  if (typeof transfer !== 'object' || transfer === null) return []
  const said = new Map(Object.entries(transfer))
  return steps.flatMap(([name, label]) => {
    const value: unknown = said.get(name)
    if (value === null || value === undefined || value === '') return []
    const text = String(value)
    const date = name.endsWith('Date') && !Number.isNaN(Date.parse(text))
    return [{ label, text: date ? null : text, at: date ? new Date(text).toISOString() : null }]
  })
}
