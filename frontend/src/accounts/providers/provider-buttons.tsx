import type { Provider } from '@tiptop/contract/accounts.ts'
import { useEffect, useState } from 'preact/hooks'
import { api, providerUrl } from '../../api-client.ts'
import { type Lang, typeset } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { useWayOn } from '../after-sign-in/go-on-after-sign-in.ts'

const fr = { google: 'Continuer avec Google', facebook: 'Continuer avec Facebook' } satisfies Record<Provider, string>
const en: typeof fr = { google: 'Continue with Google', facebook: 'Continue with Facebook' }
const providerWords = typeset({ fr, en })

/** The providers' buttons beside the form. Their space is kept until they are known, and freed if there are none. */
export function ProviderButtons({ lang }: { lang: Lang }) {
  const { next } = useWayOn(lang)
  const words = providerWords[lang]
  const [providers, setProviders] = useState<Provider[] | null>(null)
  useEffect(() => {
    api.signInOptions().then(answer => setProviders(answer.ok ? answer.value.providers : []))
  }, [])
  if (providers && !providers.length) return null
  return (
    <div className="mt-8 border-t border-line pt-6">
      <div className="grid gap-3">
        {(providers ?? []).map(provider => (
          <a
            key={provider}
            href={providerUrl(provider, next)}
            className="flex min-h-12 items-center justify-center gap-3 rounded-full border border-forest/35 bg-paper px-6 font-semibold text-forest transition-colors hover:border-forest hover:bg-mist"
          >
            {provider === 'google' ? <GoogleMark /> : <FacebookMark />}
            <Text>{words[provider]}</Text>
          </a>
        ))}
        {!providers && <div aria-hidden="true" className="h-27" />}
      </div>
    </div>
  )
}

function GoogleMark() {
  return (
    <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
      <path
        fill="#4285f4"
        d="M18.800 10.200c0-.650-.060-1.270-.170-1.870H10v3.540h4.930a4.220 4.220 0 0 1-1.830 2.770v2.300h2.960c1.730-1.600 2.740-3.950 2.740-6.740z"
      />
      <path
        fill="#34a853"
        d="M10 19.200c2.480 0 4.550-.820 6.060-2.220l-2.960-2.300c-.820.550-1.870.880-3.100.880-2.390 0-4.410-1.610-5.130-3.780H1.810v2.370A9.150 9.150 0 0 0 10 19.200z"
      />
      <path fill="#fbbc05" d="M4.870 11.780a5.500 5.500 0 0 1 0-3.510V5.900H1.810a9.160 9.160 0 0 0 0 8.250z" />
      <path
        fill="#ea4335"
        d="M10 4.480c1.350 0 2.560.460 3.510 1.370l2.630-2.620A9.150 9.150 0 0 0 1.810 5.900l3.060 2.370C5.590 6.100 7.610 4.480 10 4.480z"
      />
    </svg>
  )
}

function FacebookMark() {
  return (
    <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
      <circle cx="10" cy="10" r="9.500" fill="#1877f2" />
      <path
        fill="#fff"
        d="M13.200 12.250l.42-2.750h-2.640V7.720c0-.750.370-1.480 1.550-1.480h1.200V3.900s-1.090-.190-2.130-.190c-2.170 0-3.590 1.320-3.590 3.700V9.500H5.600v2.750h2.410v6.650a9.600 9.600 0 0 0 2.970 0v-6.650z"
      />
    </svg>
  )
}
