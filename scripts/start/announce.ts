import { styleText } from 'node:util'
import { formatTicketCode } from '../../contract/src/ticket-code.ts'
import type { Addresses } from '../process/ports.ts'
import type { Demo } from './demo.ts'

const ROLES: Record<string, string> = {
  player: 'joueur',
  employee: 'employé',
  admin: 'administrateur',
  bailiff: 'commissaire',
}

type News = { addresses: Addresses; demo: Demo; mailed: boolean; print(text: string): void }

/** Says where to go, and what to try there. */
export function announce({ addresses, demo, mailed, print }: News): void {
  const title = (text: string) => `  ${styleText('bold', text.padEnd(12))}`
  const indent = `\n${' '.repeat(14)}`
  const codes = demo.codes.map(formatTicketCode).join('  ')
  const width = Math.max(...demo.accounts.map(account => account.email.length))
  const accounts = demo.accounts.map(
    ({ role, email, password }) => `${(ROLES[role] ?? role).padEnd(15)} ${email.padEnd(width)}  ${password}`,
  )
  const mails = mailed ? 'envoyés par le serveur de SMTP_URL' : 'leurs liens s’affichent ici, dans ce terminal'
  const lines = [
    '',
    `${title('Le site')}${styleText('underline', addresses.webUrl)}`,
    `${title("L'API")}${addresses.apiUrl}/docs`,
    `${title('À jouer')}${codes || 'aucun code connu'}`,
    ...(demo.warning ? [`${title('')}${demo.warning}`] : []),
    `${title('Comptes')}${accounts.join(indent)}`,
    `${title('E-mails')}${mails}`,
    '',
    '  Ctrl-C arrête tout ; les données restent.',
    '',
  ]
  print(lines.join('\n'))
}
