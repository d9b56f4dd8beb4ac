import { QueryCache, QueryClient } from '@tanstack/react-query'
import { statusOf } from './api.ts'

/** The browser's cache of answers. `onSignedOut` is called when the server no longer knows who asks. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => statusOf(error) === 401 && onSignedOut() }),
    defaultOptions: {
      queries: {
        // Live updates say when facts change; until then an answer serves for half a minute.
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && mayPass(statusOf(error)),
      },
    },
  })
}

// A refusal stays a refusal; a lost connection or a server in trouble may pass.
function mayPass(status: number | undefined): boolean {
  return status === undefined || status >= 502
}
