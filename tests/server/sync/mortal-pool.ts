import type pg from 'pg'

/** The process "died": everything it asks the database from then on fails, what it had open is undone by the server. */
class Killed extends Error {
  override name = 'Killed'
}

/**
 * A pool that dies at its `lifetime`-th statement, as a killed process does: between any two statements, inside a
 * transaction or outside. `statements` counts them.
 */
export function mortalPool(pool: pg.Pool, lifetime = Number.POSITIVE_INFINITY) {
  const life = { statements: 0, dead: false }
  const live = () => {
    if (life.dead || life.statements >= lifetime) {
      life.dead = true
      throw new Killed('killed')
    }
    life.statements++
  }
  const mortal = new Proxy(pool, {
    get(target, key) {
      if (key === 'query') {
        return async (...args: unknown[]) => {
          live()
          return (target.query as (...all: unknown[]) => Promise<unknown>)(...args)
        }
      }
      if (key === 'connect') {
        return async () => {
          live()
          return mortalClient(await target.connect(), live, life)
        }
      }
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { pool: mortal, life }
}

function mortalClient(client: pg.PoolClient, live: () => void, life: { dead: boolean }): pg.PoolClient {
  return new Proxy(client, {
    get(target, key) {
      if (key === 'query') {
        const ask = target.query.bind(target) as (...all: unknown[]) => unknown
        const askLater = async (...args: unknown[]) => {
          live()
          return ask(...args)
        }
        return (...args: unknown[]) => {
          if (!isStream(args[0])) return askLater(...args)
          live()
          return ask(...args)
        }
      }
      // A dead process's connection is closed, not given back: the server undoes what was open.
      if (key === 'release') return (error?: Error | boolean) => target.release(life.dead ? true : error)
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

// What is copied is written to a stream, which has to be there at once.
const isStream = (query: unknown) => typeof query === 'object' && query !== null && 'submit' in query
