import { ContestProvider } from '../../../contest/contest-provider.tsx'
import { LegalPage } from '../../../legal/legal-page.tsx'
import { AllotmentDigest, ContestDates, GrandPrizeSentence } from '../../../legal/rules/live-facts.tsx'
import { PrizeTable } from '../../../legal/rules/prize-table.tsx'
import { rules } from '../../../legal/rules/rules.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('rules', '/reglement')

export default async function RulesPage(props: PageParams) {
  const lang = await langOf(props)
  const live = {
    dates: <ContestDates lang={lang} />,
    prizes: <PrizeTable lang={lang} />,
    grandPrize: <GrandPrizeSentence lang={lang} />,
    digest: <AllotmentDigest lang={lang} />,
  }
  return (
    <ContestProvider>
      <LegalPage lang={lang} text={rules} live={live} />
    </ContestProvider>
  )
}
