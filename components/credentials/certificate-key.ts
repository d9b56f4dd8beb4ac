import type { Certificate } from '#contract/certificates.ts'

/** What the drawer's address holds: unlike a row number it can be read, and it needs no list to be found again. */
export function rowKey({ account, certificateId }: Pick<Certificate, 'account' | 'certificateId'>) {
  return `${account}:${certificateId}`
}
