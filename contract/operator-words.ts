/** Detect's comparison operators in words, as people read a criterion. One that is not here stands for itself. */
export const operatorWords: Record<string, string> = {
  'less-than': 'less than',
  'less-than-equals': 'at most',
  'greater-than': 'more than',
  'greater-than-equals': 'at least',
  'in-cidr-set': 'only within',
  'not-in-cidr-set': 'none within',
  'in-port-set': 'only',
  'not-in-port-set': 'none of',
  'in-set': 'only',
  'not-in-set': 'none of',
}
