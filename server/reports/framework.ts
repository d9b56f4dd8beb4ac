/** One clause: our own one-line wording, and whether its id and meaning were checked against the published text. */
export type FrameworkClause = { says: string; verified: boolean }

/** One file in frameworks/. The file's name is its id. Only ids and our own words: the texts are others'. */
export type Framework = { title: string; edition: string; clauses: Readonly<Record<string, FrameworkClause>> }

/** Declares a framework. */
export const framework = <const F extends Framework>(definition: F): F => definition

/** A clause whose id and meaning were seen in the published text. */
export const seen = (says: string): FrameworkClause => ({ says, verified: true })

/** A clause that is known by its number and was not checked against the text. */
export const unchecked = (says: string): FrameworkClause => ({ says, verified: false })
