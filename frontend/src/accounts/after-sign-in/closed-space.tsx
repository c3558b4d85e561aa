import { useState } from 'preact/hooks'
import type { Failure } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { type Lang, pathIn, typeset } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { takeFocus } from '../../ui/take-focus.ts'
import { useSession } from '../session/session.ts'
import { signOut } from '../session/sign-out.ts'
import { homeOf } from '../session/spaces.ts'

const fr = {
  title: 'Cet espace n’est pas ouvert à votre compte',
  text: (name: string, email: string) =>
    `Vous êtes connecté en tant que ${name} (${email}). Ce compte n’a pas le rôle demandé ; un administrateur peut le lui donner.`,
  change: 'Me connecter avec un autre compte',
  busy: 'Déconnexion…',
  home: {
    player: 'Aller au jeu',
    employee: 'Aller à l’espace employé',
    admin: 'Aller à l’administration',
    bailiff: 'Aller à l’espace du commissaire de justice',
  },
}
const en: typeof fr = {
  title: 'Your account does not have access to this area',
  text: (name, email) =>
    `You are signed in as ${name} (${email}). This account does not have the required role; an administrator can give it to you.`,
  change: 'Sign in with another account',
  busy: 'Signing out…',
  home: {
    player: 'Play a code',
    employee: 'Go to the staff area',
    admin: 'Go to the administration pages',
    bailiff: 'Go to the bailiff’s page',
  },
}
const closedSpaceWords = typeset({ fr, en })

/** Node D of diagrams 1.2 and 1.3, for a user signed in without the role: says why, and offers two ways on. */
export function ClosedSpace({ lang }: { lang: Lang }) {
  const words = closedSpaceWords[lang]
  const { state } = useSession()
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(signOut)
  if (state.name !== 'signed-in') return null
  const { firstName, lastName, email, role } = state.profile

  async function change() {
    if (busy) return
    const failed = await run()
    setFailure(failed)
    // A full load clears this user from the page's memory. The address still says where to go on.
    if (!failed) window.location.reload()
  }

  return (
    <div className="grid gap-5">
      <Notice tone="plain">
        <strong ref={takeFocus} tabIndex={-1} className="block text-forest">
          {words.title}
        </strong>
        {words.text(`${firstName} ${lastName}`, email)}
      </Notice>
      {failure && <Notice tone="error">{failureSentence(failure, lang)}</Notice>}
      <Button onClick={change} busy={busy} busyLabel={words.busy}>
        {words.change}
      </Button>
      <ButtonLink href={pathIn(lang, homeOf(role))} look="quiet">
        {words.home[role]}
      </ButtonLink>
    </div>
  )
}
