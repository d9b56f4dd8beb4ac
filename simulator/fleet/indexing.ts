/** What the account has switched on in fleet indexing. */
export interface IndexingConfiguration {
  things: 'OFF' | 'REGISTRY' | 'REGISTRY_AND_SHADOW'
  connectivity: 'OFF' | 'STATUS'
  defender: 'OFF' | 'VIOLATIONS'
  namedShadows: 'OFF' | 'ON'
  namedShadowNames: string[]
  customFields: { name?: string; type?: 'Boolean' | 'Number' | 'String' }[]
  /** Which operations may say from where a thing is connected. */
  includeSocketInformation: 'GET_THING_CONNECTIVITY_DATA'[]
  groups: 'OFF' | 'ON'
}

export const everythingIndexed = (): IndexingConfiguration => ({
  things: 'REGISTRY_AND_SHADOW',
  connectivity: 'STATUS',
  defender: 'OFF',
  namedShadows: 'OFF',
  namedShadowNames: [],
  customFields: [],
  includeSocketInformation: ['GET_THING_CONNECTIVITY_DATA'],
  groups: 'ON',
})

/** What the fleet index knows of the versions that things run: only with `$package` among its named shadows. */
export const packagesIndexed = { namedShadows: 'ON' as const, namedShadowNames: ['$package'] }

/** Whether the index holds a named shadow of things. */
export const indexesShadow = ({ things, namedShadows, namedShadowNames }: IndexingConfiguration, name: string) =>
  things === 'REGISTRY_AND_SHADOW' && namedShadows === 'ON' && namedShadowNames.includes(name)

export const nothingIndexed = (): IndexingConfiguration => ({
  ...everythingIndexed(),
  things: 'OFF',
  connectivity: 'OFF',
  includeSocketInformation: [],
  groups: 'OFF',
})
