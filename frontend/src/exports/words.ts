import type { ExportFormat, ExportName } from '@tiptop/contract/exports.ts'
import { typeset } from '../ui/language.ts'

const fr = {
  title: 'Exports',
  lead: 'Un rapport pour le tableur : choisissez lequel, ce qu’il contient, puis son format.',
  report: 'Rapport',
  reports: {
    tickets: { name: 'Tickets', text: 'Chaque ticket avec son lot, son état, et sa remise.' },
    participations: { name: 'Participations', text: 'Chaque ticket joué : quand, par qui, quel lot.' },
    users: { name: 'Utilisateurs', text: 'Les comptes, leur rôle et leur état.' },
    newsletter: {
      name: 'Lettre d’information',
      text: 'Seulement les personnes qui l’ont demandée, avec la date de leur accord.',
    },
  } satisfies Record<ExportName, { name: string; text: string }>,
  filters: 'Contenu',
  noFilters:
    'Les personnes qui ont demandé la lettre et vérifié leur adresse, et elles seules : ni désinscrites, ni comptes désactivés ou effacés. Chaque ligne porte son lien de désinscription.',
  playedPeriod: 'La période est celle de la participation.',
  format: 'Format',
  formats: {
    csv: { name: 'CSV', text: 'Pour tout logiciel' },
    xlsx: { name: 'Excel', text: 'Dates et nombres prêts à l’emploi' },
  } satisfies Record<ExportFormat, { name: string; text: string }>,
  audited: 'Chaque export est inscrit au journal : qui, quand, et quoi.',
  personal: 'Le fichier contient des données personnelles : gardez-le pour ceux qui en ont besoin.',
  start: 'Télécharger',
  busy: 'Téléchargement…',
  cancel: 'Annuler',
  preparing: 'Le rapport se prépare…',
  progress: (rows: string) => `${rows} lignes en route`,
  received: (size: string, share: string) => `${size} reçus (${share})`,
  done: (file: string, size: string) => `${file} est téléchargé (${size}).`,
  cancelled: 'Le téléchargement est annulé : aucun fichier n’a été gardé.',
  interrupted: 'Le téléchargement s’est interrompu. Le fichier, incomplet, n’a pas été gardé : recommencez.',
  stalled: 'Plus rien n’arrive : le téléchargement est arrêté et rien n’a été gardé. Recommencez.',
}

const en: typeof fr = {
  title: 'Exports',
  lead: 'A report for your spreadsheet: choose which one, what it contains, then its format.',
  report: 'Report',
  reports: {
    tickets: { name: 'Tickets', text: 'Each ticket with its prize, its status and its handover.' },
    participations: { name: 'Plays', text: 'Each ticket played: when, by whom, which prize.' },
    users: { name: 'Users', text: 'The accounts, with their role and their state.' },
    newsletter: { name: 'Newsletter', text: 'Only people who asked for it, with the date of their consent.' },
  },
  filters: 'Contents',
  noFilters:
    'Only people who asked for the newsletter and confirmed their address: no one who has unsubscribed, and no disabled or erased accounts. Each row carries its unsubscribe link.',
  playedPeriod: 'The period applies to the day of the play.',
  format: 'Format',
  formats: {
    csv: { name: 'CSV', text: 'For any program' },
    xlsx: { name: 'Excel', text: 'Dates and numbers ready for use' },
  },
  audited: 'Each export is recorded in the audit trail: who, when and what.',
  personal: 'The file contains personal data: share it only with those who need it.',
  start: 'Download',
  busy: 'Downloading…',
  cancel: 'Cancel',
  preparing: 'The report is being prepared…',
  progress: rows => `${rows} rows on their way`,
  received: (size, share) => `${size} received (${share})`,
  done: (file, size) => `${file} has been downloaded (${size}).`,
  cancelled: 'The download was cancelled: no file was kept.',
  interrupted: 'The download was interrupted. The incomplete file was not kept: please start again.',
  stalled: 'No more data is arriving: the download was stopped and nothing was kept. Please start again.',
}

/** The words of the page of reports. */
export const exportWords = typeset({ fr, en })
