type Audit = { auditCheckConfigurations?: Record<string, { enabled?: boolean | null }> | null | undefined }

/** Names of Device Defender's checks that an account has enabled. */
export const enabledChecks = ({ auditCheckConfigurations }: Audit): string[] =>
  Object.entries(auditCheckConfigurations ?? {}).flatMap(([name, { enabled }]) => (enabled ? [name] : []))
