import { isFailure } from '#server/aws/failure.ts'
import type { RowId } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import type { Gone, Listing } from './collector.ts'
import type { Pass } from './pass.ts'
import { forgetPassKeys, notePassKeys, requirePassKeys, unseenBy } from './pass-keys.ts'

/** Where a listing stands: at a page, or past the last one. */
type Cursor = { token: string } | { listed: true }

const newsworthyRows = 1_000
const goneAtOnce = 5_000
const secondLooks = 200

/** Runs a listing from its cursor to the end: pages with their cursor, then what is gone, then `finish`. */
export async function runListing(pass: Pass, way: Listing): Promise<void> {
  const cursor = pass.claim.cursor as Cursor | null
  if (!cursor) {
    const callsExpected = (await way.expected?.(pass)) ?? null
    await pass.commit(
      async ({ tx }) => {
        await forgetPassKeys(pass, { tx })
        return {}
      },
      { callsExpected, route: pass.route },
    )
  }
  if (!cursor || 'token' in cursor) await listPages(pass, way, cursor?.token)
  if (way.gone) {
    await requirePassKeys(pass, pass.sql, pass.seen)
    await noticeGone(pass, way.gone)
  }
  // The planner has to know of a table that was just filled.
  if (way.gone && pass.added >= newsworthyRows) await pass.sql.query(`ANALYZE ${way.gone.table}`)
  await pass.commit(async (seen) => {
    const changes = (await way.finish?.(seen, pass)) ?? {}
    await forgetPassKeys(pass, seen)
    return changes
  })
}

async function listPages(pass: Pass, way: Listing, token: string | undefined) {
  const pages = way.pages(pass, token)[Symbol.asyncIterator]()
  // The next pages are fetched while these are stored.
  let upcoming = nextBatch(pass, way, pages)
  while (true) {
    const batch = await upcoming
    if (!batch) return
    upcoming = batch.next === undefined ? Promise.resolve(null) : nextBatch(pass, way, pages)
    upcoming.catch(() => undefined)
    const cursor: Cursor = batch.next === undefined ? { listed: true } : { token: batch.next }
    await pass.commit(
      async (seen) => {
        const { ids, ...changes } = await way.keep(seen, batch.items, pass)
        if (way.gone) await notePassKeys(seen, pass, ids)
        return { ...changes, seen: ids.length }
      },
      { cursor },
    )
  }
}

type Batch = { items: unknown[]; next: string | undefined }

async function nextBatch(
  pass: Pass,
  way: Listing,
  pages: AsyncIterator<{ items: unknown[]; next?: string | undefined }>,
): Promise<Batch | null> {
  const items: unknown[] = []
  let next: string | undefined
  do {
    const page = await pages.next()
    if (page.done) break
    for (const item of page.value.items) items.push(item)
    next = page.value.next
  } while (next !== undefined && items.length < pass.settings.batchItems)
  return { items: (await way.enrich?.(pass, items)) ?? items, next }
}

type Candidate = { id: RowId; name: string }

async function noticeGone(pass: Pass, gone: Gone) {
  const candidates = await unseen(pass, gone)
  // An empty answer is no empty list. What has a second look is asked for by name below.
  if (!gone.exists && candidates.length > 0 && pass.tally.unlisted) {
    pass.remark = { message: 'AWS answered without a list; what it did not name was not marked gone.' }
    return
  }
  // Nor is an item that could not be read one that is not there.
  if (!gone.exists && candidates.length > 0 && pass.tally.skipped > 0) {
    pass.remark = {
      message: `${pass.tally.skipped} of AWS’s list could not be read; what it did not name was not marked gone.`,
    }
    return
  }
  const standing = await stillThere(pass, gone, candidates)
  if (standing === 'most') return
  for (let rest = candidates; rest.length > 0; rest = await unseen(pass, gone)) {
    const ids = rest.map(({ id }) => id).filter((id) => !standing.has(id))
    if (ids.length === 0) return
    await pass.commit(async (seen) => {
      await gone.keep(seen, ids)
      return { gone: ids.length }
    })
  }
}

async function unseen(pass: Pass, { table, name, where = 'TRUE' }: Gone): Promise<Candidate[]> {
  const { rows } = await pass.sql.query<Candidate>(
    `SELECT t.id, t.${name} AS name FROM ${table} t
     WHERE t.account_id = $1 AND t.gone_at IS NULL AND (${where}) AND ${unseenBy(pass)('t.id')} LIMIT $2`,
    [pass.account.id, goneAtOnce],
  )
  return rows
}

// Lists are not snapshots (aws-facts 10.4): each candidate, or a sample of many, is asked for by name first.
async function stillThere(pass: Pass, gone: Gone, candidates: Candidate[]): Promise<Set<RowId> | 'most'> {
  const standing = new Set<RowId>()
  if (!gone.exists || candidates.length === 0) return standing
  const asked = candidates.length <= secondLooks ? candidates : sample(candidates, secondLooks)
  let unanswered = 0
  let lastly = ''
  await inParallel(asked, 16, async ({ id, name }) => {
    const there = await gone.exists?.(pass, name).catch((error: unknown) => {
      if (!isFailure(error, 'invalid')) return believeTheList(error)
      // One name that AWS will not hear of must not keep all others from being told gone.
      unanswered++
      lastly = error.message
      return true
    })
    if (there) standing.add(id)
  })
  pass.tally.failed += unanswered
  if (unanswered > 0) {
    pass.remark = {
      message: `${unanswered} that AWS’s list left out could not be asked for by name and stay as they were: ${lastly}`,
    }
  }
  if (standing.size === unanswered || asked.length === candidates.length) return standing
  pass.remark = {
    message: `${candidates.length} or more were missing from AWS’s list, yet some are still there; none was marked gone.`,
  }
  return 'most'
}

function believeTheList(error: unknown): false {
  if (isFailure(error, 'unavailable')) return false
  throw error
}

function sample<T>(items: T[], count: number): T[] {
  const step = items.length / count
  return Array.from({ length: count }, (_, place) => items[Math.floor(place * step)]).filter(
    (item) => item !== undefined,
  )
}
