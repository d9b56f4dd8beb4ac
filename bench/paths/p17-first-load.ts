import fs from 'node:fs'
import files from 'node:path'
import { gzipSync } from 'node:zlib'
import { links } from '#contract/links.ts'
import { path } from '../measure.ts'
import { type Site, startSite } from '../web.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P17',
  title: 'JavaScript of a first load, by page',
  async run(size) {
    const { database, url } = await filledDatabase(size)
    const site = await startSite(database, url)
    const { rows } = await database.pool.query<{ name: string; certificate: string }>(
      `select t.name, c.certificate_id as certificate from thing_certificates l join things t on t.id = l.thing_row_id
       join certificates c on c.id = l.certificate_row_id order by l.thing_row_id limit 1`,
    )
    const [one] = rows
    if (!one) throw new Error('The fleet is empty')
    const pages = [...pagesWithoutNames(), links.thing(1, one.name), links.certificate(1, one.certificate)]
    const sizes: { page: string; kb: number }[] = []
    for (const page of pages) sizes.push({ page, kb: await firstLoadKb(site, page) })
    const stranger = await firstLoadKb({ ...site, headers: { authorization: '' } }, links.signIn())
    const worst = sizes.reduce((a, b) => (a.kb > b.kb ? a : b))
    const detail = sizes.map(({ page, kb }) => `${page.slice(0, 30)} ${kb.toFixed(2)}`).join(', ')
    return [
      {
        id: 'P17',
        name: `the heaviest page (${worst.page.slice(0, 30)})`,
        goal: 175,
        value: worst.kb,
        better: 'lower',
        unit: 'KB gzip',
        floor: stranger,
        floorUnit: 'KB for the sign-in page',
        detail,
      },
    ]
  },
})

/** The address of every page of the console that is not of one object. */
const pagesWithoutNames = () =>
  fs
    .readdirSync(files.join(import.meta.dirname, '../../app/(console)'), { recursive: true, encoding: 'utf8' })
    .filter((file) => files.basename(file) === 'page.tsx' && !file.includes('['))
    .map((file) => `/${files.dirname(file)}`.replace('/.', '/'))
    .sort()

/** Every script the page's HTML names for a modern browser, each once. */
async function firstLoadKb({ url, headers }: Site, page: string): Promise<number> {
  const response = await fetch(url + page, headers.authorization ? { headers } : {})
  const html = await response.text()
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/nomodule/i.test(tag))
  const sources = new Set(tags.flatMap((tag) => /src="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []))
  let bytes = 0
  for (const source of sources) bytes += gzipSync(await (await fetch(new URL(source, url))).text()).length
  return bytes / 1024
}
