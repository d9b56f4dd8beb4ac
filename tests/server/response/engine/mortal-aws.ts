import type { ResponderConnection } from '#server/aws/connect.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import type { mortalPool } from '../../sync/mortal-pool.ts'

type Life = ReturnType<typeof mortalPool>['life']

/**
 * AWS as a process has it that dies at its `lifetime`-th step, database statements counted: before a call, or after AWS
 * has carried it out and before anybody hears of it.
 */
export function mortalConnection(connection: ResponderConnection, life: Life, lifetime: number): ResponderConnection {
  const live = () => {
    if (life.dead || life.statements >= lifetime) {
      life.dead = true
      throw new Error('killed')
    }
    life.statements++
  }
  return {
    ...connection,
    async verify(signal) {
      live()
      await connection.verify(signal)
    },
    open(tally, signal) {
      const aws = connection.open(tally, signal)
      return new Proxy(aws, {
        get(target, key) {
          const call: unknown = Reflect.get(target, key)
          if (typeof call !== 'function' || pure.has(String(key))) return call
          return (...args: unknown[]) => {
            const answer: unknown = Reflect.apply(before(call), target, args)
            return answer
          }
        },
      }) as ResponderAws
    },
  }

  function before(call: CallableFunction) {
    return (...args: unknown[]) => {
      live()
      const answer: unknown = call(...args)
      if (!(answer instanceof Promise)) return answer
      return answer.then((value: unknown) => {
        live()
        return value
      })
    }
  }
}

const pure = new Set(['perSecond'])
