import type { Policy } from '../../fleet/policy.ts'
import type { ThingType } from '../../fleet/thing-type.ts'
import { amazonNotAfter, amazonSubject } from '../../x509/authority.ts'
import { type Curve, EcKey } from '../../x509/ec-key.ts'
import type { DistinguishedName, Issuer } from '../../x509/issue.ts'
import { rsaPublicKey } from '../../x509/rsa-key.ts'
import type { FleetBuilder, SeededCa } from '../fleet-builder.ts'
import type { DemoPolicies } from './policies.ts'

/** How a product's devices come by their certificates. */
export interface Product {
  code: string
  model: string
  count: number
  power: 'mains' | 'battery'
  type: ThingType
  policy: Policy
  firmware: string[]
  keepAlive: number
  /** Issues a certificate made `createdDaysAgo`, ending at `notAfter` unless the issuer fixes its own end. */
  certify(name: string, options: { createdDaysAgo: number; notAfter: Date }): ReturnType<FleetBuilder['certificate']>
}

export type DemoAuthorities = ReturnType<typeof demoAuthorities>

/** The maker's current CA, its predecessor switched off too early, and a contract manufacturer's that is about to end. */
export function demoAuthorities(build: FleetBuilder, amazon: Issuer) {
  const maker = (cn: string): DistinguishedName => [
    ['C', 'SE'],
    ['O', 'Halden Instruments AB'],
    ['CN', cn],
  ]
  const partner: DistinguishedName = [
    ['C', 'TW'],
    ['O', 'Meridian Contract Manufacturing'],
    ['CN', 'Meridian Device CA 2021'],
  ]
  return {
    current: build.ca(maker('Halden Device CA G2'), {
      status: 'ACTIVE',
      autoRegistration: 'ENABLE',
      ageDays: 800,
      endsInDays: 6500,
    }),
    previous: build.ca(maker('Halden Device CA G1'), {
      status: 'INACTIVE',
      autoRegistration: 'DISABLE',
      ageDays: 2400,
      endsInDays: 1250,
    }),
    partner: build.ca(partner, { status: 'ACTIVE', autoRegistration: 'DISABLE', ageDays: 1800, endsInDays: 21 }),
    amazon,
  }
}

export function demoProducts(build: FleetBuilder, cas: DemoAuthorities, policies: DemoPolicies): Product[] {
  const fromCa =
    (ca: SeededCa, unit: string, curve: Curve = 'P-256'): Product['certify'] =>
    (name, options) =>
      build.certificate({
        issuer: ca.authority,
        ca: ca.record,
        subject: [
          ['O', 'Halden Instruments AB'],
          ['OU', unit],
          ['CN', name],
        ],
        key: new EcKey(`${build.seed}/${name}/${options.createdDaysAgo}`, curve),
        ...options,
      })
  const fromAmazon =
    (key: (name: string) => EcKey | Buffer): Product['certify'] =>
    (name, { createdDaysAgo }) =>
      build.certificate({
        issuer: cas.amazon,
        subject: amazonSubject,
        key: key(name),
        createdDaysAgo,
        notAfter: amazonNotAfter,
      })
  const rsa = (name: string) => rsaPublicKey(`${build.seed}/${name}`, 2048)
  const ec = (name: string) => new EcKey(`${build.seed}/csr/${name}`)
  const attributes = ['serial', 'firmware', 'site']
  return [
    product('sm', 'HM-200', 620, 'mains', {
      type: build.type('smart-meter', 'Three-phase electricity meter', attributes),
      policy: policies.meter,
      firmware: ['4.2.1', '4.2.0', '4.1.7'],
      keepAlive: 1200,
      certify: fromCa(cas.current, 'Metering'),
    }),
    product('aq', 'AQ-5', 420, 'battery', {
      type: build.type('air-quality-sensor', 'Particulates, CO2 and VOC', attributes),
      policy: policies.telemetry,
      firmware: ['2.9.0', '2.8.3'],
      keepAlive: 600,
      certify: fromAmazon(rsa),
    }),
    product('cc', 'CC-Mini', 360, 'battery', {
      type: build.type('cold-chain-logger', 'Temperature logger for transport', attributes),
      policy: policies.coldChain,
      firmware: ['1.14.2', '1.13.0', '1.9.4'],
      keepAlive: 900,
      certify: fromCa(cas.partner, 'Cold chain'),
    }),
    product('at', 'Track-3', 260, 'battery', {
      type: build.type('asset-tracker', 'GNSS tracker, no longer sold', attributes),
      policy: policies.tracker,
      firmware: ['0.9.8', '0.9.1'],
      keepAlive: 1200,
      certify: fromCa(cas.previous, 'Tracking'),
    }),
    product('pc', 'PC-40', 160, 'mains', {
      type: build.type('pump-controller', 'Variable-speed pump drive', attributes),
      policy: policies.pump,
      firmware: ['7.0.3', '6.8.0'],
      keepAlive: 60,
      certify: fromCa(cas.current, 'Pumps', 'P-384'),
    }),
    product('gw', 'EG-10', 90, 'mains', {
      type: build.type('edge-gateway', 'Site gateway', attributes),
      policy: policies.gateway,
      firmware: ['2025.3', '2025.1'],
      keepAlive: 30,
      certify: fromCa(cas.current, 'Gateways'),
    }),
    product('ev', 'Volt-22', 90, 'mains', {
      type: build.type('ev-charger', '22 kW charger', attributes),
      policy: policies.charger,
      firmware: ['3.3.0'],
      keepAlive: 60,
      certify: fromAmazon(ec),
    }),
  ]
}

type Rest = Omit<Product, 'code' | 'model' | 'count' | 'power'>

const product = (code: string, model: string, count: number, power: Product['power'], rest: Rest): Product => ({
  code,
  model,
  count,
  power,
  ...rest,
})
