import { Tabs } from '#components/ui/tabs.tsx'
import { links } from '#contract/links.ts'

/** The two kinds of certificate AWS IoT keeps: those of devices, and those that vouch for them. */
export function CredentialTabs({ current }: { current: string }) {
  return (
    <Tabs
      label="Kinds of certificate"
      current={current}
      tabs={[
        { href: links.credentials(), label: 'Device certificates' },
        { href: links.authorities(), label: 'CA certificates' },
      ]}
    />
  )
}
