import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { useNetwork } from './network.ts'
import { networkWords } from './words.ts'

/** Says that answers are late or missing. It floats above the page, so that nothing moves under a thumb. */
export function NetworkNotice({ lang }: { lang: Lang }) {
  const network = useNetwork()
  const look = network === 'away' ? 'bg-brick text-cream' : 'bg-honey text-night'
  return (
    <div role="status" className="pointer-events-none sticky top-2 z-20 h-0">
      {network !== 'here' && (
        <p className={`mx-auto w-fit max-w-full rounded-2xl px-5 py-2 text-center font-medium shadow-lg ${look}`}>
          <Text>{networkWords[lang][network]}</Text>
        </p>
      )}
    </div>
  )
}
