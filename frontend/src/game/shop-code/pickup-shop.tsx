import type { Profile } from '@tiptop/contract/accounts.ts'
import type { Shop } from '@tiptop/contract/handover.ts'
import type { ShopList } from '@tiptop/contract/users.ts'
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../../accounts/session/session.ts'
import { api, request } from '../../api-client.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { Select } from '../../ui/forms/select.tsx'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { pickupWords } from './pickup-words.ts'

/** Lets a player say in which shop they collect, whose queue then shows them first. The code works without it. */
export function PickupShop({ lang }: { lang: Lang }) {
  const { state } = useSession()
  return state.name === 'signed-in' ? <Choice lang={lang} profile={state.profile} /> : null
}

function Choice({ lang, profile: { pickupShop } }: { lang: Lang; profile: Profile }) {
  const words = pickupWords[lang]
  const { adopt } = useSession()
  const [shops, setShops] = useState<Shop[] | null>(null)
  const [said, setSaid] = useState(words.hint)
  const { run, busy } = useOneAtATime(api.changeProfile)

  useEffect(() => {
    void request<ShopList>('GET', '/shops').then(answer => answer.ok && setShops(answer.value.items))
  }, [])

  async function choose(slug: string) {
    const answer = await run({ pickupShop: slug || null })
    if (!answer) return
    if (!answer.ok) return setSaid(words.failed)
    adopt(answer.value)
    setSaid(answer.value.pickupShop ? words.saved(answer.value.pickupShop.name) : words.removed)
  }

  // The select has its size before the shops are known, so that nothing moves when they come.
  const known = shops ?? (pickupShop ? [pickupShop] : [])
  return (
    <div className="mt-5">
      <Select
        label={words.label}
        name="pickup-shop"
        value={pickupShop?.slug ?? ''}
        disabled={!shops || busy}
        options={[{ value: '', label: words.none }, ...known.map(({ slug, name }) => ({ value: slug, label: name }))]}
        onChange={choose}
      />
      <p role="status" className="mt-1.5 text-sm text-soft">
        <Text>{said}</Text>
      </p>
    </div>
  )
}
