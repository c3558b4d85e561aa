import { useContest } from '../contest/contest.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { formatCount } from '../ui/dates.ts'
import { HashInGroups } from '../ui/hash-in-groups.tsx'
import type { Lang } from '../ui/language.ts'
import { saveFile } from '../ui/save-file.ts'
import { Text } from '../ui/text.tsx'
import { commitmentWords } from './commitment-words.ts'

/** The commitment of the contest: root, size and prizes, with a file of it for the stand-alone verifier. */
export const CommitmentFacts = withErrorBoundary(Facts)

function Facts({ lang }: { lang: Lang }) {
  const words = commitmentWords[lang]
  const { state, retry } = useContest()
  if (state.name !== 'ready')
    return (
      <div className="min-h-72">
        <p className="leading-relaxed">{words.later}</p>
        {state.name === 'failed' && (
          <button type="button" onClick={retry} className="link min-h-11">
            {words.retry}
          </button>
        )}
      </div>
    )
  const { commitment, prizes, slug } = state.contest
  if (!commitment) return <p className="min-h-72 leading-relaxed">{words.none}</p>
  const nameOf = (prize: string) => prizes.find(({ slug }) => slug === prize)?.name[lang] ?? prize
  const download = () =>
    saveFile(`engagement-${slug}.json`, `${JSON.stringify(commitment, null, 2)}\n`, 'application/json')
  return (
    <div className="min-h-72 rounded-lg border border-line bg-paper px-5 py-4">
      <p className="font-semibold text-forest">{words.root}</p>
      <HashInGroups hash={commitment.root} />
      <p className="mt-4 font-semibold text-forest">{words.size}</p>
      <p>
        <Text>{formatCount(commitment.treeSize, lang)}</Text>
      </p>
      <p className="mt-4 font-semibold text-forest">{words.prizes}</p>
      <ul>
        {commitment.quotas.map(({ position, slug, count }) => (
          <li key={position}>
            <Text>{words.prize(formatCount(count, lang), nameOf(slug))}</Text>
          </li>
        ))}
        {commitment.canaries > 0 && (
          <li>
            <Text>{words.canaries(formatCount(commitment.canaries, lang))}</Text>
          </li>
        )}
      </ul>
      <button type="button" onClick={download} className="link mt-3 min-h-11">
        {words.saveCommitment}
      </button>
    </div>
  )
}
