import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'

export type SchemaFile = { path: string; content: string }

const require = createRequire(import.meta.url)

/** Prisma's schema engine as WebAssembly: the native one is a download, and a development machine may be offline. */
export async function openSchemaEngine(
  { port, password }: { port: number; password: string },
  files: SchemaFile[],
): Promise<SchemaEngine> {
  // What the engine calls when it panics, by a name it expects on the global object.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) } })
  const bindings = await loadBindings()
  const factory = new PrismaPg({ host: '127.0.0.1', port, user: 'app', password, database: 'postgres' })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => readingChar(await connect())
  const datamodels = files.map((file) => [file.path, file.content] as [string, string])
  return bindings.SchemaEngine.new(
    { datamodels },
    () => {},
    driverAdapterUtils().bindMigrationAwareSqlAdapterFactory(factory),
  )
}

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg') & {
  __wbg_set_wasm(exports: unknown): void
}

// Node 20 cannot import .wasm files as the package's own entry does.
async function loadBindings(): Promise<Bindings> {
  const bindings = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as Bindings
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'))
  const bytes = fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...bindings } })
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  return bindings
}

type Utils = {
  bindMigrationAwareSqlAdapterFactory(factory: PrismaPg): object
  ColumnTypeEnum: { Character: number }
}

// A dependency of the adapter, not of ours.
function driverAdapterUtils(): Utils {
  return createRequire(require.resolve('@prisma/adapter-pg'))('@prisma/driver-adapter-utils') as Utils
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Field = { dataTypeID: number }
type Inside = { performIO(query: object): Promise<{ fields?: Field[] }> }

const charOid = 18
const textOid = 25

// The system catalogue has columns of the internal type "char", which the adapter refuses and the engine needs.
function readingChar(adapter: Adapter): Adapter {
  const inside = adapter as unknown as Inside
  const performIO = inside.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  const charColumns = new WeakMap<object, number[]>()
  inside.performIO = async (query) => {
    const result = await performIO(query)
    const columns = (result.fields ?? []).flatMap(({ dataTypeID }, index) => (dataTypeID === charOid ? [index] : []))
    for (const field of result.fields ?? []) if (field.dataTypeID === charOid) field.dataTypeID = textOid
    charColumns.set(query, columns)
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const types = result.columnTypes as number[]
    for (const index of charColumns.get(query) ?? []) types[index] = driverAdapterUtils().ColumnTypeEnum.Character
    return result
  }
  return adapter
}
