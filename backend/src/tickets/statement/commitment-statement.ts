import type { Commitment } from '@tiptop/contract/proof.ts'
import { withOffset } from '@tiptop/contract/repeated-hour.ts'
import { type TaggedPage, writeTaggedDocument } from '../../pdf/tagged-document.ts'

export type CommittedFacts = {
  contest: string
  opensAt: Date
  generatedAt: Date
  commitment: Commitment
  /** the names of the prizes, by slug */
  prizeNames: Map<string, string>
  /** SHA-256 of the print file as it was written, in hexadecimal */
  printFileDigest: string
  /** the authority that stamped the root, if one was asked */
  timestampUrl: string | null
}

const number = new Intl.NumberFormat('fr-FR')
const moment = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' })
const momentText = (at: Date) => `${withOffset(moment.format(at), at)} (heure de Paris)`

/** A hash in groups of four digits, to be read aloud and compared by eye. */
const inGroups = (hash: string) => (hash.match(/.{1,4}/g) ?? []).join(' ')

/** The commitment on one page of PDF, in French and tagged for screen readers: what is deposited before the opening. */
export async function writeCommitmentStatement(facts: CommittedFacts): Promise<Buffer> {
  const { contest, opensAt, generatedAt, commitment, prizeNames, printFileDigest, timestampUrl } = facts
  const { root, treeSize, quotas, canaries, format } = commitment
  return writeTaggedDocument({ title: `Engagement sur les lots : ${contest}`, at: generatedAt }, page => {
    page.paragraph(
      'Cet acte fixe, avant l’ouverture du jeu, le lot de chaque ticket sans en révéler aucun. Si un seul lot changeait ' +
        'ensuite de ticket, la racine ci-dessous ne correspondrait plus.',
    )
    page.fact('Concours', `${contest}, ouverture le ${momentText(opensAt)}`)
    page.fact('Tickets générés', `${number.format(treeSize)}, le ${momentText(generatedAt)}`)
    page.fact('Racine (SHA-256)', inGroups(root), 'mono')
    page.fact('Fichier d’impression (SHA-256)', inGroups(printFileDigest), 'mono')
    page.fact('Horodatage', timestampUrl ? `jeton RFC 3161 de ${timestampUrl}, joint à cet acte` : 'aucun')
    page.heading('Lots engagés')
    page.list([
      ...quotas.map(
        ({ position, slug, count }) => `${position}. ${prizeNames.get(slug) ?? slug} : ${number.format(count)} tickets`,
      ),
      ...(canaries ? [`Témoins, sans lot et jamais imprimés : ${number.format(canaries)} tickets`] : []),
    ])
    writeVerification(page, format)
    page.paragraph('Reçu en dépôt le ______________________ par ____________________________________________')
  })
}

function writeVerification(page: TaggedPage, format: number): void {
  page.heading('Comment vérifier')
  page.list([
    'La racine publiée à la page /preuve du site, et celle de chaque preuve, sont celle de cet acte.',
    'Chaque joueur vérifie son lot dans son navigateur, ou avec le programme verify.mjs que le site publie.',
    'Avec l’enveloppe du commissaire de justice, « verify-allotment --envelope » recompte tous les lots.',
  ])
  page.paragraph(
    `Format ${format} : feuille = SHA-256(0x00 || code || position du lot || sel), nœud = SHA-256(0x01 || gauche || droite), ` +
      'arbre de la RFC 9162, section 2.1, dans l’ordre des tickets.',
  )
}
