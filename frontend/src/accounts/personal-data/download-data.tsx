import { useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useSession } from '../session/session.ts'
import { isSessionOver } from '../session/session-over.ts'
import { personalDataApi } from './personal-data-api.ts'
import { personalDataWords } from './words.ts'

/** Lets the user download everything the platform holds about them, as a file. */
export function DownloadData({ lang }: { lang: Lang }) {
  const words = personalDataWords[lang]
  const { lose } = useSession()
  const [said, setSaid] = useState<'done' | Failure | null>(null)
  const { run, busy } = useOneAtATime(personalDataApi.copy)

  async function download() {
    const answer = await run()
    if (!answer) return
    if (!answer.ok) return isSessionOver(answer.failure) ? lose() : setSaid(answer.failure)
    const { value } = answer
    saveFile(words.fileName(value.takenAt.slice(0, 10)), JSON.stringify(value, null, 2), 'application/json')
    setSaid('done')
  }

  return (
    <Card title={words.title}>
      <p className="mb-5 leading-relaxed">{words.text}</p>
      {said && !busy && (
        <div className="mb-5">
          <Notice tone={said === 'done' ? 'good' : 'error'}>
            {said === 'done' ? words.done : failureSentence(said, lang)}
          </Notice>
        </div>
      )}
      <Button look="quiet" onClick={download} busy={busy} busyLabel={words.busy} className="w-full">
        {words.download}
      </Button>
      <p className="mt-3 text-center text-[0.9375rem]">
        <a className="link inline-flex min-h-11 items-center" href={pathIn(lang, '/confidentialite')}>
          {words.privacy}
        </a>
      </p>
    </Card>
  )
}
