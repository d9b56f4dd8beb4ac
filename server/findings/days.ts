export const dayMs = 86_400_000

/** The (UTC) day of an instant. Details name days, not how far off they are: they are read long after they were written. */
export const dayOf = (at: Date) => at.toISOString().slice(0, 10)
