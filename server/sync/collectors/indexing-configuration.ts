import { type Indexing, recordIndexing } from '#server/fleet/ingest/indexing.ts'
import { collector, minutes, single } from '../collector.ts'

export default collector({
  title: 'Fleet indexing',
  brings: 'what the fleet index holds',
  everyMs: minutes(15),
  needs: ['iot:GetIndexingConfiguration'],
  ways: {
    configuration: single<Indexing>({
      read: ({ aws }) => aws.iot.indexingConfiguration(),
      keep: recordIndexing,
    }),
  },
})
