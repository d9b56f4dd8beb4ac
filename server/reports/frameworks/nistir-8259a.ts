import { framework, seen, unchecked } from '../framework.ts'

export default framework({
  title: 'NISTIR 8259A',
  edition: 'Core baseline of device capabilities; they have names, no numbers',
  clauses: {
    'Device Identification': seen('The device can be told from every other, logically and physically'),
    'Device Configuration': seen('Its configuration can be changed, by those who may'),
    'Data Protection': seen('What it stores and sends is protected'),
    'Logical Access to Interfaces': seen('Access to its interfaces is limited to those who may'),
    'Software Update': seen('Its software is updated by those who may, in a secure way'),
    'Cybersecurity State Awareness': seen('It tells of its security state to those who may know'),
    'Information and Query Reception': unchecked('The maker takes reports and questions (8259B)'),
    'Information Dissemination': unchecked('The maker tells of what matters to security (8259B)'),
  },
})
