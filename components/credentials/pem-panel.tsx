'use client'

import { Download } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Panel } from '#components/ui/panel.tsx'

/** The certificate as it is handed around. It holds no secret: the private key never reaches AWS's registry. */
export function PemPanel({ pem, fileName }: { pem: string | null; fileName: string }) {
  return (
    <Panel
      title="PEM"
      actions={
        pem ? (
          <Button size="sm" icon={<Download aria-hidden className="size-3.5" />} onClick={() => save(pem, fileName)}>
            Download PEM
          </Button>
        ) : null
      }
    >
      {pem ? (
        <CodeBlock label="PEM" value={pem.trim()} />
      ) : (
        <p className="text-unknown">Unknown: AWS has not been asked for it yet.</p>
      )}
    </Panel>
  )
}

function save(text: string, fileName: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = fileName
  anchor.click()
  // The download has its own hold on the blob once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
