import { framework, seen, unchecked } from '../framework.ts'

export default framework({
  title: 'EU Cyber Resilience Act',
  edition: 'Regulation (EU) 2024/2847, Annex I and Article 14',
  clauses: {
    'I.I(2)(b)': seen('Products are secure by default'),
    'I.I(2)(c)': seen('Security updates come by themselves, are told of and can be postponed'),
    'I.I(2)(d)': seen('Unauthorised access is kept out and reported'),
    'I.I(2)(e)': seen('Data is kept confidential'),
    'I.I(2)(f)': seen('Data, commands and programs keep their integrity'),
    'I.I(2)(h)': unchecked('Essential functions stay available'),
    'I.I(2)(i)': unchecked('Other devices and networks are not harmed'),
    'I.I(2)(j)': seen('The attack surface is small'),
    'I.I(2)(k)': seen('The impact of an incident is limited'),
    'I.I(2)(l)': unchecked('Activity that matters to security is recorded and monitored'),
    'I.I(2)(m)': unchecked('Data can be removed for good'),
    'I.II(1)': unchecked('Components and vulnerabilities are known, with a bill of materials'),
    'I.II(2)': unchecked('Vulnerabilities are remedied without delay'),
    'I.II(3)': unchecked('Security is tested regularly'),
    'I.II(4)': unchecked('Fixed vulnerabilities are published'),
    'I.II(5)': unchecked('There is a policy of coordinated disclosure'),
    'I.II(6)': unchecked('There is a contact for reports'),
    'I.II(7)': unchecked('Updates are distributed securely'),
    'I.II(8)': unchecked('Security updates come without delay and cost'),
    'Art. 14': seen('Exploited vulnerabilities and severe incidents are reported in 24 h and 72 h'),
  },
})
