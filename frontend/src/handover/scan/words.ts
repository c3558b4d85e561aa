import { typeset } from '../../ui/language.ts'
import type { CameraFault } from './camera.ts'

const fr = {
  title: 'Scanner le QR code',
  aim: 'Placez le QR code du client dans le cadre.',
  starting: 'La caméra s’allume…',
  foreign: 'Ce QR code n’est pas celui d’un ticket Thé Tip Top.',
  close: 'Fermer',
  type: 'Saisir le code à la place',
  retry: 'Réessayer',
  faults: {
    refused:
      'La caméra n’est pas autorisée. Touchez le cadenas à côté de l’adresse du site, autorisez la caméra, puis réessayez.',
    missing: 'Cet appareil n’a pas de caméra. Saisissez le code, ou utilisez une douchette.',
    busy: 'La caméra est déjà utilisée par une autre application. Fermez-la, puis réessayez.',
    paused: 'La caméra s’est éteinte pendant que la page était cachée.',
    unsupported: 'Ce navigateur ne donne pas accès à la caméra. Saisissez le code, ou utilisez une douchette.',
    unread: 'La lecture des QR codes n’a pas pu être chargée : le réseau manque. Saisissez le code.',
    failed: 'La caméra n’a pas pu s’allumer. Réessayez, ou saisissez le code.',
  } satisfies Record<CameraFault, string>,
}

const en: typeof fr = {
  title: 'Scan the QR code',
  aim: 'Place the customer’s QR code in the frame.',
  starting: 'The camera is starting…',
  foreign: 'This is not the QR code of a Thé Tip Top ticket.',
  close: 'Close',
  type: 'Type the code instead',
  retry: 'Try again',
  faults: {
    refused: 'The camera is blocked. Tap the padlock next to the site’s address, allow the camera, then try again.',
    missing: 'This device has no camera. Type the code, or use a hand scanner.',
    busy: 'Another application is using the camera. Close it, then try again.',
    paused: 'The camera switched off while the page was hidden.',
    unsupported: 'This browser does not give access to the camera. Type the code, or use a hand scanner.',
    unread: 'The reader of QR codes could not be loaded: there is no network. Type the code.',
    failed: 'The camera could not be started. Try again, or type the code.',
  },
}

/** The words beside the camera while it looks for a code. */
export const scanWords = typeset({ fr, en })
