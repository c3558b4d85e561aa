import { useEffect, useRef, useState } from 'preact/hooks'
import { useLostAccess } from '../accounts/session/needs-role.ts'
import { type Failure, isConfirmed } from '../api-client.ts'
import { apiUrl } from '../api-url.ts'
import { saveFile } from '../ui/save-file.ts'
import { download, type Progress } from './download.ts'

export type DownloadState =
  | { name: 'idle' }
  | { name: 'under-way'; progress: Progress | null }
  | { name: 'done'; file: string; size: number; lagSeconds: number | null }
  | { name: 'cancelled' | 'interrupted' | 'stalled' }
  | { name: 'refused'; failure: Failure }

/** Runs one download at a time. Leaving the page stops it; the browser asks for confirmation first where it can. */
export function useDownload() {
  const lostAccess = useLostAccess('admin')
  const [state, setState] = useState<DownloadState>({ name: 'idle' })
  const underWay = useRef<AbortController>(null)
  const isUnderWay = state.name === 'under-way'

  useEffect(() => () => underWay.current?.abort(), [])
  useEffect(() => {
    if (!isUnderWay) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isUnderWay])

  async function start(path: string) {
    if (underWay.current) return
    const stop = new AbortController()
    underWay.current = stop
    setState({ name: 'under-way', progress: null })
    const onProgress = (progress: Progress) => setState({ name: 'under-way', progress })
    const fetchFile = () => download(apiUrl + path, { signal: stop.signal, onProgress })
    let got = await fetchFile()
    if (got.state === 'refused' && (await isConfirmed(got.failure))) got = await fetchFile()
    underWay.current = null
    if (got.state === 'complete') {
      saveFile(got.name, got.file, got.file.type)
      return setState({ name: 'done', file: got.name, size: got.file.size, lagSeconds: got.lagSeconds })
    }
    if (got.state !== 'refused') return setState({ name: got.state })
    if (await lostAccess(got.failure)) return
    setState({ name: 'refused', failure: got.failure })
  }
  return { state, start, cancel: () => underWay.current?.abort() }
}
