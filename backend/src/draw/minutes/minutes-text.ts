import { typesetFrench } from '@tiptop/contract/french-typography.ts'
import { formatDay, formatMoment } from '@tiptop/contract/moments.ts'
import type { TaggedPage } from '../../pdf/tagged-document.ts'
import { QUICKNET, randomnessOf } from '../choice/beacon.ts'
import type { DrawContest } from '../record/draw-contest.ts'
import type { DrawMade, DrawRecord, FrozenListRecord, RankRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'
import type { findPerson } from '../result/queries.ts'

/** `staff`: full names by account, of those who acted */
export type MinutesPeople = { staff: Map<number, string>; winner: Awaited<ReturnType<typeof findPerson>> | null }
/** What the bailiff entered, also before they changed it. */
export type EnteredNumber = { attempt: number; number: string; at: Date }
type Minutes = {
  contest: DrawContest
  list: FrozenListRecord
  record: DrawRecord
  people: MinutesPeople
  numbers: EnteredNumber[]
  webUrl: string
  at: Date
}

const number = new Intl.NumberFormat('fr-FR')
const moment = (at: Date) => formatMoment(at.toISOString(), 'fr')
const lastDay = (until: Date) => formatDay(new Date(until.getTime() - 1).toISOString(), 'fr')
const spaced = (hex: string) => hex.replace(/(.{8})(?=.)/g, '$1 ')
const hex = (bytes: Buffer) => spaced(bytes.toString('hex'))
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' })

/** What the minutes say, in order. */
export function writeMinutesText(bare: TaggedPage, minutes: Minutes): void {
  const page = frenchPage(bare)
  const { contest, list, record, people } = minutes
  page.paragraph(`Établi le ${moment(minutes.at)} (heure de Paris).`)
  page.fact(
    'Grand lot',
    `${contest.grandPrize.fr}, d’une valeur de ${euros.format(contest.grandPrize.valueCents / 100)}`,
  )
  page.fact('Fin des remises de lots', moment(contest.claimsUntil))

  page.heading('La liste des participants')
  page.paragraph(
    'Chaque personne qui a joué au moins un ticket y figure une seule fois, sous une empreinte qui ne la nomme pas.',
  )
  page.fact('Arrêtée le', moment(list.frozenAt))
  page.fact('Confirmée par', bothOf(list, people))
  page.fact('Nombre de participants', number.format(list.count))
  page.fact('Racine de la liste', hex(list.root), 'mono')
  if (list.announcedRound) page.fact('Tour de drand annoncé', String(list.announcedRound))

  if (record.draws.length === 0) page.paragraph('Aucun tirage n’a été fait.')
  for (const draw of record.draws) writeDraw(page, draw, minutes)
  if (record.draws.length) writeWinner(page, minutes)

  page.heading('Signatures')
  page.paragraph('Le commissaire de justice :')
  page.paragraph('Pour l’organisateur :')

  page.heading('Vérifier ce tirage')
  page.paragraph(
    `La liste et les données du tirage se téléchargent sur ${minutes.webUrl}/grand-lot, avec un programme d’un seul fichier qui refait le calcul sans l’organisateur.`,
  )
}

function writeDraw(page: TaggedPage, draw: DrawMade, { people, numbers }: Minutes): void {
  page.heading(draw.attempt === 1 ? 'Le tirage' : `Le tirage refait (n° ${draw.attempt})`)
  if (draw.reason) page.fact('Raison', draw.reason)
  page.fact('Fait le', moment(draw.drawnAt))
  page.fact('Confirmé par', bothOf(draw, people))
  page.fact('Nombre saisi par le commissaire de justice', draw.number, 'mono')
  const others = numbers.filter(({ attempt, number }) => attempt === draw.attempt && number !== draw.number)
  if (others.length)
    page.fact(
      'Nombres saisis avant, et changés',
      others.map(({ number, at }) => `${number} (${moment(at)})`).join(', '),
    )
  page.fact('Engagement du jeu', draw.commitment.length ? hex(draw.commitment) : 'aucun', 'mono')
  if (draw.beacon) {
    page.fact('Chaîne drand', spaced(QUICKNET.chainHash), 'mono')
    page.fact('Tour', String(draw.beacon.round))
    page.fact('Signature du tour, vérifiée', hex(draw.beacon.signature), 'mono')
    page.fact('Aléa du tour', hex(randomnessOf(draw.beacon.signature)), 'mono')
  } else page.fact('Aléa public (drand)', 'aucun tour n’a été annoncé')
  page.fact('Graine', hex(draw.seed), 'mono')
  page.list(draw.ranks.map(rank => rankText(rank, people)))
}

function rankText({ rank, index, entry, outcome }: RankRecord, { staff }: MinutesPeople): string {
  const name = rank === 1 ? 'Désigné en premier' : `Suppléant n° ${rank - 1}`
  const drawn = `${name} : place ${number.format(index)} de la liste, empreinte ${hex(entry)}.`
  if (!outcome) return drawn
  const by = `le ${moment(outcome.at)}, écrit par ${staff.get(outcome.actorId)}`
  return outcome.kind === 'claimed'
    ? `${drawn} A reçu le grand lot, ${by}.`
    : `${drawn} Remplacé par le suppléant suivant, ${by}. Raison : ${outcome.reason}`
}

function writeWinner(page: TaggedPage, { record, people: { winner } }: Minutes): void {
  const turn = turnOf(record)
  page.heading('La personne gagnante')
  if (!turn || !winner) page.paragraph('Aucune des personnes désignées ne s’est présentée à temps.')
  else if (winner.erased_at) page.paragraph('Le compte désigné a été effacé depuis.')
  else {
    page.fact('Nom', `${winner.first_name} ${winner.last_name}`)
    page.fact('Compte', `n° ${winner.id}`)
    const until = `à réclamer jusqu’au ${lastDay(turn.answerUntil)}`
    page.fact('Grand lot', turn.claimed ? 'remis, identité vérifiée' : until)
  }
}

function bothOf({ bailiffId, adminId }: { bailiffId: number; adminId: number }, { staff }: MinutesPeople): string {
  return `${staff.get(bailiffId)}, commissaire de justice, et ${staff.get(adminId)}, pour l’organisateur`
}

/** The same page, with the no-break spaces that French asks for. */
function frenchPage(page: TaggedPage): TaggedPage {
  return {
    heading: text => page.heading(typesetFrench(text)),
    paragraph: text => page.paragraph(typesetFrench(text)),
    fact: (label, value, font) => page.fact(typesetFrench(label), font === 'mono' ? value : typesetFrench(value), font),
    list: items => page.list(items.map(item => typesetFrench(item))),
  }
}
