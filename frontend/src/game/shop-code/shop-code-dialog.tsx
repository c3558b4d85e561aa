import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { useEffect } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { type Lang, typeset } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { qrPath } from '../../ui/qr-path.ts'
import { PickupShop } from './pickup-shop.tsx'

const fr = {
  title: 'À montrer en boutique',
  lead: 'Présentez cet écran et votre pièce d’identité : l’employé scanne le QR code ou recopie le code.',
  picture: (code: string) => `QR code du ticket ${code}`,
  close: 'Fermer',
}
const en: typeof fr = {
  title: 'Show this in the shop',
  lead: 'Show this screen and your identity card: the employee scans the QR code or copies the code.',
  picture: code => `QR code of ticket ${code}`,
  close: 'Close',
}
const words = typeset({ fr, en })

/** A ticket's code for a scanner and for the eyes: black on white and as large as fits, to be readable in the sun. */
export function ShopCodeDialog({ lang, code, onClose }: { lang: Lang; code: string; onClose(): void }) {
  const { title, lead, picture, close } = words[lang]
  const { path, size } = qrPath(code)
  useEffect(keepScreenOn, [])
  return (
    <Modal title={title} closeLabel={close} onClose={onClose}>
      <p className="mt-2 leading-relaxed">{lead}</p>
      <div className="mt-5 rounded-xl border border-line bg-white p-2 text-black forced-color-adjust-none sm:p-3">
        <svg
          viewBox={`0 0 ${size} ${size}`}
          shape-rendering="crispEdges"
          role="img"
          aria-label={picture(formatTicketCode(code))}
          data-qr={code}
          className="mx-auto max-h-[52dvh] w-full"
        >
          <path d={path} fill="currentColor" />
        </svg>
        <p
          translate={false}
          className="pb-2 text-center font-sans text-[clamp(1.625rem,8vw,2.25rem)] leading-tight font-bold tracking-[0.08em] whitespace-nowrap tabular-nums"
        >
          {formatTicketCode(code)}
        </p>
      </div>
      <PickupShop lang={lang} />
      <Button look="quiet" onClick={onClose} className="mt-5 w-full">
        {close}
      </Button>
    </Modal>
  )
}

/** Keeps the screen on while the code is shown, if the browser can. @returns a function that releases it */
function keepScreenOn(): () => void {
  const lock = navigator.wakeLock?.request('screen').catch(() => null)
  return () => void lock?.then(held => held?.release()).catch(() => {})
}
