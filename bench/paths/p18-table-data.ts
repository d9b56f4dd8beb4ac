import { gzipSync } from 'node:zlib'
import { path } from '../measure.ts'
import { startSite } from '../web.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P18',
  title: 'A hundred rows of the inventory over the wire',
  async run(size) {
    const { database, url } = await filledDatabase(size)
    const site = await startSite(database, url)
    const text = await (await fetch(`${site.url}/api/things?limit=100`, { headers: site.headers })).text()
    const value = gzipSync(text).length / 1024
    const floor =
      gzipSync((JSON.parse(text) as { items: { name: string }[] }).items.map(({ name }) => name).join()).length / 1024
    return [
      {
        id: 'P18',
        name: 'JSON',
        goal: 6,
        value,
        better: 'lower',
        unit: 'KB gzip',
        floor,
        floorUnit: 'KB for the names alone',
        detail: `${(text.length / 1024).toFixed(0)} KB before compression`,
      },
    ]
  },
})
