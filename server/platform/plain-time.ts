/** The instants that both JavaScript and PostgreSQL write with four digits of a year, in epoch milliseconds: 1 to 9999. */
export const earliestMs = Date.parse('0001-01-01T00:00:00Z')
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z')
