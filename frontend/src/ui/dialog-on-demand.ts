import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { useOneAtATime } from './forms/one-at-a-time.ts'

/** A dialog whose code is loaded when it is opened: `load` gives its component. `isFailed`: it could not be loaded. */
export function useDialogOnDemand<Props>(load: () => Promise<ComponentType<Props>>) {
  const [Dialog, setDialog] = useState<ComponentType<Props> | null>(null)
  const [isFailed, setFailed] = useState(false)
  const { run, busy } = useOneAtATime(async () => {
    const loaded = await load().catch(() => null)
    setFailed(!loaded)
    setDialog(() => loaded)
  })
  return { Dialog, open: () => void run(), close: () => setDialog(null), busy, isFailed }
}
