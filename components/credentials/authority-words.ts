import { Ban, CircleCheck, CirclePause, type LucideIcon } from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'

/** A CA's status and what it means (AWS IoT, "Manage your CA certificates"): registered certificates keep working. */
export const authorityStatus = (status: string): { word: string; tone: Tone; icon: LucideIcon; meaning: string } => {
  if (status === 'ACTIVE')
    return {
      word: 'Active',
      tone: 'ok',
      icon: CircleCheck,
      meaning: 'New certificates it signed can be registered.',
    }
  if (status === 'INACTIVE')
    return {
      word: 'Inactive',
      tone: 'neutral',
      icon: CirclePause,
      meaning:
        'New certificates it signed can no longer be registered. Those registered already keep working until each is changed itself.',
    }
  return { word: status, tone: 'unknown', icon: Ban, meaning: 'A status this console does not know.' }
}

/** Whether unknown devices that present a certificate of this CA are registered by themselves. */
export const autoRegistrationWord = (on: boolean | null) => (on === null ? 'Unknown' : on ? 'On' : 'Off')
