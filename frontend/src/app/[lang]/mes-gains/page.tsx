import { MyPrizes } from '../../../game/my-prizes.tsx'
import { myPrizesWords } from '../../../game/my-prizes-words.ts'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('mine', '/mes-gains')

export default async function MyPrizesPage(props: PageParams) {
  const lang = await langOf(props)
  const { title, lead } = myPrizesWords[lang]
  return (
    <div className="shell py-10 sm:py-16">
      <h1 className="text-4xl sm:text-5xl">{title}</h1>
      <p className="mt-3 mb-9 text-lg text-soft">{lead}</p>
      <MyPrizes lang={lang} />
    </div>
  )
}
