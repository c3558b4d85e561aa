import type { FrozenList, MadeDraw } from '@tiptop/contract/grand-draw.ts'
import { formatMoment } from '@tiptop/contract/moments.ts'
import { apiUrl } from '../../api-url.ts'
import { formatCount } from '../../ui/dates.ts'
import { HashInGroups } from '../../ui/hash-in-groups.tsx'
import type { Lang } from '../../ui/language.ts'
import { FactList } from './fact-list.tsx'
import { frozenWords } from './frozen-words.ts'
import { OneDraw } from './one-draw.tsx'

/** The frozen list, the draws that were made from it, and the files from which anyone computes them again. */
export function FrozenDraw({ lang, list, draws }: { lang: Lang; list: FrozenList; draws: MadeDraw[] }) {
  const words = frozenWords[lang]
  return (
    <>
      <section>
        <h3 className="mb-3 text-xl">{words.list}</h3>
        <FactList
          facts={[
            [words.frozenAt, formatMoment(list.frozenAt, lang)],
            [words.count, formatCount(list.count, lang)],
            [words.root, <HashInGroups key="root" hash={list.root} />],
          ]}
        />
      </section>
      {draws.toReversed().map((made, index) => (
        <OneDraw key={made.attempt} lang={lang} made={made} isVoid={index > 0} />
      ))}
      <Files lang={lang} />
    </>
  )
}

const files = [
  ['entries', `${apiUrl}/grand-draw/entries.txt`],
  ['draw', `${apiUrl}/grand-draw/draw.json`],
  ['verifier', '/grand-lot/verify.mjs'],
] as const

/** What it takes to compute the draw again. */
function Files({ lang }: { lang: Lang }) {
  const words = frozenWords[lang].files
  return (
    <section>
      <h3 className="text-xl">{words.title}</h3>
      <p className="mt-2 leading-relaxed">{words.text}</p>
      {files.map(([name, href]) => (
        <a key={name} href={href} download className="link flex min-h-11 items-center">
          {words[name]}
        </a>
      ))}
      <p className="mt-3 leading-relaxed">{words.run}</p>
      <p translate={false} className="mt-1 font-mono text-sm wrap-anywhere">
        node verify.mjs DOSSIER
      </p>
    </section>
  )
}
