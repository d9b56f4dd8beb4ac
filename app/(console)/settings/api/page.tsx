import type { Metadata } from 'next'
import { ApiPage } from '#components/api-docs/api-page.tsx'

export const metadata: Metadata = { title: 'API' }

/** The HTTP API, to read. */
export default function Page() {
  return <ApiPage />
}
