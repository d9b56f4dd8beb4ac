import type pg from 'pg'
import { type NewNotice, notifyAll } from '#server/notifications/notice.ts'
import { tell } from '#server/platform/events.ts'
import type { Judgement } from '../judge.ts'

type Entry = { incident: string; at: Date; kind: 'data' | 'state'; title: string; key: string }
type Actor = { incident: string; kind: 'principal' | 'address'; value: string }

// Beyond so many at once, open pages look at everything again.
const mostTold = 20

/** What is written beside the incidents of one look, kept together: a storm has thousands of them. */
export class Notes {
  readonly #log: Entry[] = []
  readonly #actors: Actor[] = []
  readonly #notices: NewNotice[] = []
  readonly #changed = new Set<string>()

  constructor(readonly account: number) {}

  /** Notes who has a side in an incident that was opened or changed. */
  changed(incident: string, { sides }: Judgement): void {
    this.#changed.add(incident)
    for (const { principal, addresses } of sides) {
      if (principal) this.#actors.push({ incident, kind: 'principal', value: principal })
      for (const value of addresses) this.#actors.push({ incident, kind: 'address', value })
    }
  }

  /** Notes what happened to an incident; `key` keeps it from being told twice. */
  log(incident: string, at: Date, kind: Entry['kind'], title: string, key: string): void {
    this.#log.push({ incident, at, kind, title, key })
  }

  /** Notes what people are to hear. */
  tell(notice: NewNotice): void {
    this.#notices.push(notice)
  }

  async keep(tx: pg.PoolClient): Promise<void> {
    if (this.#changed.size === 0) return
    await tx.query(
      `INSERT INTO incident_actors (incident_id, account_id, kind, value)
       SELECT a.incident, $1, a.kind, a.value FROM unnest($2::uuid[], $3::text[], $4::text[]) a (incident, kind, value)
       ON CONFLICT DO NOTHING`,
      [this.account, ...(['incident', 'kind', 'value'] as const).map((name) => this.#actors.map((one) => one[name]))],
    )
    await tx.query(
      `INSERT INTO incident_log (incident_id, at, kind, title, key)
       SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
       ON CONFLICT (incident_id, key) DO NOTHING`,
      (['incident', 'at', 'kind', 'title', 'key'] as const).map((name) => this.#log.map((one) => one[name])),
    )
    await notifyAll(tx, this.#notices)
    const told = this.#changed.size > mostTold ? [''] : this.#changed
    for (const incident of told) await tell(tx, { type: 'incident', account: this.account, incident })
  }
}
