/** The partition that the ARNs of a Region name (AWS, "Amazon Resource Names"); that of most Regions for any ("*"). */
export function partitionOf(region: string): string {
  const found = Object.entries(partitions).find(([prefix]) => region.startsWith(prefix))
  return found?.[1] ?? 'aws'
}

const partitions = { 'cn-': 'aws-cn', 'us-gov-': 'aws-us-gov', 'eusc-': 'aws-eusc' }
