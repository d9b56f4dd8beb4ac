import { attachCertificate, attachPolicy, detachCertificate, detachPolicy, joinGroup } from '../../fleet/attachments.ts'
import type { Certificate } from '../../fleet/certificate.ts'
import type { ThingGroup } from '../../fleet/thing-group.ts'
import { amazonNotAfter, amazonSubject } from '../../x509/authority.ts'
import { EcKey } from '../../x509/ec-key.ts'
import type { SignatureScheme } from '../../x509/issue.ts'
import { rsaPublicKey } from '../../x509/rsa-key.ts'
import { epoch, type FleetBuilder } from '../fleet-builder.ts'
import type { Device } from './devices.ts'
import type { DemoPolicies } from './policies.ts'
import type { DemoAuthorities } from './products.ts'

interface Demo {
  build: FleetBuilder
  devices: Device[]
  cas: DemoAuthorities
  policies: DemoPolicies
  quarantine: ThingGroup
}

/** Gives a share of the devices what goes wrong in life. Each device suffers at most one trouble. */
export function causeTroubles(demo: Demo) {
  const patients = new Patients(demo)
  endings(demo, patients)
  statuses(demo, patients)
  sharing(demo, patients)
  keys(demo, patients)
  access(demo, patients)
}

/** Hands out devices, each once, so that troubles do not pile up. */
class Patients {
  readonly #left: Device[]

  constructor({ build, devices }: Demo) {
    const order = new Map(devices.map((device) => [device, build.dice.share()]))
    this.#left = devices.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  }

  next(count: number, isFit: (device: Device) => boolean = () => true): Device[] {
    const taken: Device[] = []
    for (let index = 0; taken.length < count && index < this.#left.length; ) {
      const device = this.#left[index]
      if (device && isFit(device)) taken.push(...this.#left.splice(index, 1))
      else index++
    }
    return taken
  }
}

const hasOwnCa = ({ certificate }: Device) => certificate.ca !== undefined

function endings({ build }: Demo, patients: Patients) {
  const endsIn = (daysLeft: number, count: number) => {
    for (const device of patients.next(count, hasOwnCa)) {
      replace(build, device, {
        createdDaysAgo: Math.max(365, 400 - daysLeft),
        notAfter: build.inDays(daysLeft + build.dice.share() * 0.8),
      })
    }
  }
  endsIn(3, 6)
  endsIn(12, 14)
  endsIn(25, 21)
  endsIn(60, 58)
  endsIn(-1, 3)
  endsIn(-19, 5)
  endsIn(-140, 4)
  for (const device of patients.next(40, hasOwnCa))
    replace(build, device, { createdDaysAgo: 300, notAfter: build.inDays(365 * 20) })
}

function statuses({ build, cas, policies }: Demo, patients: Patients) {
  for (const { certificate } of patients.next(7)) changeStatus(build, certificate, 'REVOKED')
  for (const { certificate } of patients.next(12)) changeStatus(build, certificate, 'INACTIVE')
  for (const device of patients.next(26)) detachCertificate(build.fleet, device.thing, device.certificate)
  const spare = (name: string, createdDaysAgo: number, status: Certificate['status']) =>
    build.certificate({
      issuer: cas.current.authority,
      ca: cas.current.record,
      subject: [
        ['O', 'Halden Instruments AB'],
        ['CN', name],
      ],
      key: new EcKey(`${build.seed}/${name}`),
      createdDaysAgo,
      notAfter: build.inDays(900),
      status,
    })
  for (let index = 0; index < 5; index++) spare(`sm-new-${index}`, 0.1 + index / 10, 'PENDING_ACTIVATION')
  for (let index = 0; index < 8; index++) spare(`sm-forgotten-${index}`, 45 + index * 30, 'PENDING_ACTIVATION')
  for (let index = 0; index < 9; index++) spare(`orphan-${index}`, 200 + index * 20, 'ACTIVE')
  for (let index = 0; index < 12; index++)
    attachPolicy(spare(`orphan-with-policy-${index}`, 100 + index * 30, 'ACTIVE'), policies.meter)
  for (let index = 0; index < 20; index++)
    spare(`retired-${index}`, 500 + index * 10, index % 3 ? 'INACTIVE' : 'REVOKED')
  for (let index = 0; index < 3; index++) {
    const moving = spare(`to-partner-${index}`, 30, 'PENDING_TRANSFER')
    moving.transfer = { to: '210987654321', message: 'Devices sold with the Austin site', at: epoch(build.daysAgo(4)) }
  }
}

function changeStatus(build: FleetBuilder, certificate: Certificate, status: Certificate['status']) {
  certificate.status = status
  certificate.version = 2
  certificate.modifiedAt = epoch(build.daysAgo(build.dice.between(1, 15)))
}

function sharing({ build }: Demo, patients: Patients) {
  for (const size of [2, 2, 3, 4, 23]) {
    const [first, ...others] = patients.next(size, ({ product }) => product.code === 'at')
    for (const { thing, certificate } of others) {
      detachCertificate(build.fleet, thing, certificate)
      if (first) attachCertificate(build.fleet, thing, first.certificate)
      build.fleet.certificates.remove(certificate)
    }
  }
  for (const device of patients.next(14)) addCertificates(build, device, 1)
  for (const device of patients.next(2)) addCertificates(build, device, 2)
  for (const { thing, certificate } of patients.next(12, ({ product }) => product.code === 'gw')) {
    attachCertificate(build.fleet, thing, certificate, true)
    const { connectivity } = thing.details
    if (connectivity)
      thing.change({ connectivity: { ...connectivity, clientId: `EG10-${build.dice.between(100_000, 999_999)}` } })
  }
}

/** A rotation that was never finished: the new certificate works, and so does the old one. */
function addCertificates(build: FleetBuilder, { thing, product }: Device, count: number) {
  for (let index = 0; index < count; index++) {
    const extra = product.certify(thing.name, { createdDaysAgo: 12 + index * 40, notAfter: build.inDays(700) })
    attachCertificate(build.fleet, thing, extra)
    attachPolicy(extra, product.policy)
  }
}

function keys({ build, cas }: Demo, patients: Patients) {
  const odd = (count: number, key: (name: string) => EcKey | Buffer, scheme?: SignatureScheme) => {
    for (const device of patients.next(count, hasOwnCa)) {
      const seed = {
        issuer: cas.previous.authority,
        ca: cas.previous.record,
        subject: [['CN', device.thing.name]] as const,
      }
      const dates = { createdDaysAgo: 650, notAfter: build.inDays(build.dice.between(100, 500)) }
      swap(
        build,
        device,
        build.certificate({ ...seed, ...dates, key: key(device.thing.name), ...(scheme && { scheme }) }),
      )
    }
  }
  odd(5, (name) => rsaPublicKey(`${build.seed}/${name}`, 1024))
  odd(6, (name) => rsaPublicKey(`${build.seed}/${name}`, 4096))
  odd(6, (name) => new EcKey(`${build.seed}/${name}/old`), 'ecdsa-sha1')
  for (const device of patients.next(4)) {
    const key = new EcKey(`${build.seed}/${device.thing.name}/self`)
    const name = [['CN', device.thing.name]] as const
    const issuer = { name, spki: key.spki, scheme: 'ecdsa-sha256', sign: key.sign.bind(key) } as const
    swap(
      build,
      device,
      build.certificate({ issuer, subject: name, key, createdDaysAgo: 90, notAfter: build.inDays(1000) }),
    )
  }
  for (const device of patients.next(8)) {
    const key = new EcKey(`${build.seed}/${device.thing.name}/old`)
    swap(
      build,
      device,
      build.certificate({
        issuer: cas.amazon,
        subject: amazonSubject,
        key,
        createdDaysAgo: 2200,
        notAfter: amazonNotAfter,
      }),
    )
  }
}

function access({ policies, quarantine }: Demo, patients: Patients) {
  attachPolicy(quarantine, policies.quarantine)
  for (const { thing } of patients.next(4)) joinGroup(thing, quarantine)
  for (const { certificate } of patients.next(17)) attachPolicy(certificate, policies.legacy)
  for (const { certificate } of patients.next(3)) attachPolicy(certificate, policies.shadowWildcard)
  for (const { certificate } of patients.next(6)) attachPolicy(certificate, policies.mistakenDeny)
  for (const { certificate, product } of patients.next(10)) detachPolicy(certificate, product.policy)
}

function replace(build: FleetBuilder, device: Device, dates: { createdDaysAgo: number; notAfter: Date }) {
  swap(build, device, device.product.certify(device.thing.name, dates))
}

/** Puts another certificate in the place of the one the device was made with, as if it had always been there. */
function swap({ fleet }: FleetBuilder, device: Device, certificate: Certificate) {
  detachCertificate(fleet, device.thing, device.certificate)
  fleet.certificates.remove(device.certificate)
  fleet.deviceKeys.delete(device.certificate.id)
  attachCertificate(fleet, device.thing, certificate)
  attachPolicy(certificate, device.product.policy)
  device.certificate = certificate
}
