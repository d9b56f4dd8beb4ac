import type { FilterField, FilterOption } from '#components/ui/filter-bar.tsx'
import type { CertificateBreakdown } from '#contract/certificates.ts'
import { shortId } from './certificate-name.ts'
import { signatureName } from './signature-name.ts'
import { concernWords, expiryWords, statusWord, statusWords } from './words.ts'

export type Counted = readonly { value: string; count: number }[]

/** Everything the list can be filtered by, with what is known of the values in use. */
export function certificateFields(breakdown: CertificateBreakdown | undefined): FilterField[] {
  return [
    { id: 'status', label: 'Status', options: known(statusWords, breakdown?.statuses) },
    { id: 'expiry', label: 'Expiry', options: known(expiryWords, breakdown?.expiries) },
    { id: 'expiresWithinDays', label: 'Expires within', kind: 'number', unit: 'day', placeholder: '30' },
    { id: 'expiresOn', label: 'Expires on', placeholder: '2027-01 or 2027-01-31' },
    { id: 'olderThanDays', label: 'In use for more than', kind: 'number', unit: 'day', placeholder: '365' },
    { id: 'concern', label: 'Concern', options: known(concernWords, breakdown?.concerns) },
    { id: 'ca', label: 'Issued by CA', options: authorityOptions(breakdown) },
    { id: 'key', label: 'Key', options: breakdown?.keys.map(plainOption) },
    { id: 'signature', label: 'Signature', options: breakdown?.signatures.map(signatureOption) },
    { id: 'gone', label: 'Listed by AWS', options: [{ value: 'true', label: 'no longer' }] },
  ]
}

/** What "no CA" says for sure: until every certificate is described, it also holds those whose CA is not known yet. */
export function withoutAuthority(breakdown: CertificateBreakdown | undefined) {
  const sure = !breakdown?.keys.some(({ value }) => value === 'unknown')
  return { sure, label: sure ? 'Registered without a CA' : 'No CA, or not read yet' }
}

/** CA certificates by name, and those registered without one. */
export function authorityOptions(breakdown: CertificateBreakdown | undefined): FilterOption[] {
  return (breakdown?.authorities ?? []).map(({ value, count, name }) => ({
    value,
    label: value === 'none' ? withoutAuthority(breakdown).label : (name ?? shortId(value)),
    count,
  }))
}

export function plainOption({ value, count }: { value: string; count: number }): FilterOption {
  return { value, label: value === 'unknown' ? 'Unknown' : value, count }
}

/** A signature algorithm by the name people use. */
export function signatureOption(one: { value: string; count: number }): FilterOption {
  const { value, label, count } = plainOption(one)
  return { value, label: signatureName(label), count }
}

/** A fixed set of words as options, in the words' order, and values that are not among them. */
export function known(words: Record<string, { word: string }>, counts: Counted = []): FilterOption[] {
  const listed = Object.entries(words).map(([value, { word }]) => ({
    value,
    label: word,
    count: counts.find((one) => one.value === value)?.count,
  }))
  const unlisted = counts.filter(({ value }) => !(value in words))
  return [...listed, ...unlisted.map(({ value, count }) => ({ value, label: statusWord(value).word, count }))]
}
