import { GamePage } from '../../../game/game-page.tsx'
import { langOf, type PageParams, pageMetadata } from '../../../site/page-metadata.ts'

export const generateMetadata = pageMetadata('game', '/jeu')

export default async function PlayPage(props: PageParams) {
  return <GamePage lang={await langOf(props)} />
}
