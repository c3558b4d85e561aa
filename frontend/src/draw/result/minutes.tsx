import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { drawApi } from '../draw-api.ts'
import { drawFailure } from '../draw-failures.ts'
import { drawWords } from '../words.ts'
import { resultWords } from './words.ts'

/** Downloads the minutes of the draw. */
export function Minutes({ lang }: { lang: Lang }) {
  const words = drawWords[lang]
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(drawApi.minutes)

  async function save() {
    if (busy) return
    setFailure(null)
    const answer = await run()
    if (!answer) return
    if (answer.ok) saveFile(resultWords[lang].result.fileName, answer.value, 'application/pdf')
    else setFailure(drawFailure(answer.failure, lang))
  }
  return (
    <>
      <Button onClick={save} busy={busy} busyLabel={words.busy}>
        {resultWords[lang].result.minutes}
      </Button>
      {failure && <Notice tone="error">{failure}</Notice>}
    </>
  )
}
