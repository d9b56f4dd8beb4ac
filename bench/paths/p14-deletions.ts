import { path, timed } from '../measure.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P14',
  title: 'Telling what a complete pass did not see',
  async run(size) {
    const { database } = await filledDatabase(size)
    const { pool } = database
    await pool.query('delete from pass_keys')
    await pool.query("insert into pass_keys select 1, 'things', 1, id from things where id % 1000 <> 0")
    const before = await pool.query('select sum(xmin::text::bigint) as marks from things')
    const { ms, result } = await timed(() =>
      pool.query(
        `select t.id from things t where t.account_id = 1 and t.gone_at is null and not exists
           (select 1 from pass_keys k where k.account_id = 1 and k.collector = 'things' and k.pass = 1 and k.row_id = t.id)`,
      ),
    )
    const after = await pool.query('select sum(xmin::text::bigint) as marks from things')
    const stamp = await timed(() => pool.query('update things set changed_at = changed_at where id % 20 = 0'))
    await pool.query('delete from pass_keys')
    const touched = Number(before.rows[0]?.marks !== after.rows[0]?.marks)
    const floor = {
      floor: (stamp.ms * 20) / 1000,
      floorUnit: 's to stamp every row instead (a twentieth, times twenty)',
    }
    const detail = `${result.rowCount} missing of ${size.things}`
    const shared = { id: 'P14', better: 'lower' as const, detail, ...floor }
    return [
      { ...shared, name: 'anti-join', goal: 2, value: ms / 1000, unit: 's' },
      { ...shared, name: 'surviving rows touched', goal: 0, value: touched, unit: '(0 or 1)' },
    ]
  },
})
