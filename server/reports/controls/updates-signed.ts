import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 4: Updates',
  order: 2,
  title: 'Updates are signed, and devices verify the signature',
  about:
    'Without a signature a device installs what anybody gives it. That a document carries one is a sign, no proof.',
  beyond: 'signing jobs of AWS Signer, and whether devices verify what they install',
  figures: {
    'deployments-signed': all('attention'),
  },
  clauses: {
    'golden-rules': ['4.2'],
    'well-architected-iot': ['IOTSEC09-BP02'],
    'etsi-en-303-645': ['5.3-9', '5.3-10'],
    'nistir-8259a': ['Software Update'],
    'iec-62443-4-2': ['EDR 3.10', 'CR 3.4'],
    'eu-cra': ['I.I(2)(f)'],
    'iso-27001': ['A.8.19'],
    'soc-2': ['CC6.8'],
  },
})
