import { sql } from '#server/platform/sql.ts'
import { register } from '../register.ts'
import { accountIn, certificateIn } from '../scope.ts'

export const certificates = register({
  name: 'certificates',
  title: 'Certificates',
  narrows: 'groups',
  listed: 0,
  byName: true,
  columns: [
    ['aws_account_id', 'word', sql`w.aws_account_id`],
    ['region', 'word', sql`w.region`],
    ['certificate_id', 'name', sql`c.certificate_id`],
    ['status', 'word', sql`c.status`],
    ['mode', 'word', sql`c.mode`],
    ['ca_certificate_id', 'name', sql`c.ca_certificate_id`],
    // Devices are often named in it.
    ['common_name', 'name', sql`c.common_name`],
    ['serial_number', 'name', sql`c.serial_number`],
    ['not_before', 'time', sql`c.not_before`],
    ['not_after', 'time', sql`c.not_after`],
    ['key_algorithm', 'word', sql`c.key_algorithm`],
    ['key_bits', 'word', sql`c.key_bits`],
    ['signature_algorithm', 'word', sql`c.signature_algorithm`],
    ['things', 'word', sql`c.thing_count`],
    ['policies', 'word', sql`c.policy_count`],
    ['leftover', 'word', sql`c.leftover`],
    ['created_at', 'time', sql`c.created_at`],
    ['first_seen_at', 'time', sql`c.first_seen_at`],
    ['changed_at', 'time', sql`c.changed_at`],
  ],
  rows: (scope) => sql`from certificates c join aws_accounts w on w.id = c.account_id
    where ${accountIn(scope, sql`c.account_id`)} and c.gone_at is null and ${certificateIn(scope, sql`c.id`)} order by c.id`,
})
