import { formatMoment } from '@tiptop/contract/moments.ts'
import { Broken } from '../administration/broken.tsx'
import { forRole } from '../administration/frame/for-role.tsx'
import { useLoaded } from '../administration/use-loaded.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import type { Lang } from '../ui/language.ts'
import { Status } from '../ui/status.tsx'
import { Text } from '../ui/text.tsx'
import { bailiffApi } from './bailiff-api.ts'
import { Counts } from './counts.tsx'
import { TrailHead } from './trail-head.tsx'
import { bailiffWords } from './words.ts'

/** The figures and the head of the audit trail. */
export const Overview = forRole('bailiff', Facts)

function Facts({ lang }: { lang: Lang }) {
  const words = bailiffWords[lang]
  const { value, failure, busy, again } = useLoaded('overview', bailiffApi.overview, 'bailiff')
  if (!value) {
    if (failure) return <Broken lang={lang} failure={failure} onRetry={again} />
    return (
      <div className="min-h-svh" aria-busy="true">
        <Status className="text-soft">{words.loading}</Status>
      </div>
    )
  }
  return (
    <div className="mt-8 grid gap-5" aria-busy={busy}>
      {failure && <Broken lang={lang} failure={failure} onRetry={again} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-soft">
          <Text>{words.asOf(formatMoment(value.takenAt, lang))}</Text>
        </p>
        <Button look="quiet" onClick={again}>
          {words.refresh}
        </Button>
      </div>
      <section>
        <h2 className="mb-4 text-2xl">{words.counts.title}</h2>
        <Counts lang={lang} overview={value} />
      </section>
      <Card title={words.trail.title}>
        <TrailHead lang={lang} trail={value.trail} />
      </Card>
    </div>
  )
}
