import { useRef } from 'preact/hooks'
import { Button } from '../../../ui/button.tsx'
import type { Lang } from '../../../ui/language.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { secondFactorWords } from '../words.ts'

type Props = { lang: Lang; codes: string[]; onKept(): void }

/** Ten codes, shown this once, to write down or to download. */
export function RecoveryCodes({ lang, codes, onKept }: Props) {
  const { codes: words } = secondFactorWords[lang]
  const title = useRef<HTMLHeadingElement>(null)
  return (
    <section className="grid gap-4">
      <h3 ref={title} tabIndex={-1} className="font-sans text-lg font-semibold">
        {words.title}
      </h3>
      <p role="status" className="leading-relaxed">
        {words.lead}
      </p>
      <ul aria-label={words.list} translate={false} className="grid gap-1 font-mono text-base sm:grid-cols-2">
        {codes.map(code => (
          <li key={code} className="break-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="grid gap-3">
        <Button look="quiet" onClick={() => saveFile(words.file, `${codes.join('\n')}\n`, 'text/plain')}>
          {words.download}
        </Button>
        <Button onClick={onKept}>{words.done}</Button>
      </div>
    </section>
  )
}
