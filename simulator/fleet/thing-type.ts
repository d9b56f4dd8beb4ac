export interface ThingType {
  readonly name: string
  readonly id: string
  description: string | undefined
  searchableAttributes: string[]
  /** Epoch seconds. */
  createdAt: number
  deprecatedAt: number | undefined
}
