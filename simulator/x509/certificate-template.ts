import { time } from './der.ts'
import { type CertificateRequest, type Issuer, issue } from './issue.ts'

type Patch = Pick<CertificateRequest, 'notBefore' | 'notAfter'> & { serial: Uint8Array; commonName: string }

const serialBytes = 16
/** DER puts a length before each name: all names of one template are equally long. */
const nameMarker = '\x7e'

/**
 * Makes certificates by writing serial, name and dates over one that was properly issued. That takes a microsecond where
 * signing takes 150, so that a million can be had at the start. They parse, and their fingerprints are their own, but the
 * signature is the template's and does not verify.
 */
export class CertificateTemplate {
  readonly #der: Buffer
  readonly #serialAt: number
  readonly #datesAt: number
  readonly #nameAt: number
  readonly #nameLength: number

  constructor(issuer: Issuer, spki: Buffer, nameLength: number) {
    const serial = Buffer.alloc(serialBytes, 0x5a)
    const name = nameMarker.repeat(nameLength)
    const [notBefore, notAfter] = [new Date('2001-02-03T04:05:06Z'), new Date('2006-05-04T03:02:01Z')]
    this.#der = issue(issuer, { subject: [['CN', name]], spki, serial, notBefore, notAfter, kind: 'client' })
    this.#serialAt = this.#der.indexOf(serial)
    this.#datesAt = this.#der.indexOf(time(notBefore))
    this.#nameAt = this.#der.indexOf(name)
    this.#nameLength = nameLength
  }

  /** `serial` has 16 bytes and starts from 01 to 7f, `commonName` the template's length, dates end before 2050. */
  make({ serial, commonName, notBefore, notAfter }: Patch): Buffer {
    if (serial.length !== serialBytes || commonName.length !== this.#nameLength) {
      throw new Error(`${commonName} does not fit the certificate template`)
    }
    const der = Buffer.from(this.#der)
    der.set(serial, this.#serialAt)
    der.set(Buffer.concat([time(notBefore), time(notAfter)]), this.#datesAt)
    der.write(commonName, this.#nameAt, 'latin1')
    return der
  }
}
