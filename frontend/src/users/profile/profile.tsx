import type { UserProfile } from '@tiptop/contract/users.ts'
import { useState } from 'preact/hooks'
import { profileIdIn } from '../../administration/account/profile-path.ts'
import { adminApi } from '../../administration/admin-api.ts'
import { Broken } from '../../administration/broken.tsx'
import { forAdministrators } from '../../administration/frame/for-role.tsx'
import { List } from '../../administration/list.tsx'
import { useList } from '../../administration/use-list.ts'
import { useLoaded } from '../../administration/use-loaded.ts'
import { EventList } from '../../audit/event-list.tsx'
import { auditWords } from '../../audit/words.ts'
import { ticketColumns } from '../../tickets/ticket-columns.tsx'
import { ticketWords } from '../../tickets/words.ts'
import { useAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { takeFocus } from '../../ui/take-focus.ts'
import { profileWords } from '../profile-words.ts'
import { Access } from './access.tsx'
import { Facts } from './facts.tsx'
import { LostFactor } from './lost-factor.tsx'
import { RoleChange } from './role-change.tsx'

/** Nodes M to O of diagram 1.3: one account (the last part of its address), with what may be changed. */
export const Profile = forAdministrators(ProfileInAddress)

function ProfileInAddress({ lang }: { lang: Lang }) {
  const words = profileWords[lang]
  const id = profileIdIn(useAddress().pathname)
  return (
    <>
      <a className="link inline-block py-2" href={pathIn(lang, '/admin/utilisateurs')}>
        ← {words.back}
      </a>
      {id ? <Account key={id} lang={lang} id={id} /> : <Notice tone="error">{words.unknown}</Notice>}
    </>
  )
}

function Account({ lang, id }: { lang: Lang; id: number }) {
  const words = profileWords[lang]
  const { value, failure, again } = useLoaded(String(id), signal => adminApi.user(String(id), signal))
  const [done, setDone] = useState<string | null>(null)
  /** How many changes were made here. It reloads the history, which then includes the last one. */
  const [changes, setChanges] = useState(0)
  if (failure?.kind === 'refused' && failure.code === 'not-found') return <Notice tone="error">{words.unknown}</Notice>
  if (failure && !value) return <Broken lang={lang} failure={failure} onRetry={again} />
  if (!value) return <Loading label={words.loading} />

  const finish = (sentence: string) => {
    setDone(sentence)
    setChanges(changes + 1)
    again()
  }
  return (
    <div className="mt-4 grid grid-cols-1 gap-6">
      {done && (
        <Notice key={changes} tone="good" boxRef={takeFocus}>
          {done}
        </Notice>
      )}
      {failure && <Broken lang={lang} failure={failure} onRetry={again} />}
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Facts lang={lang} user={value} />
        <Changes lang={lang} user={value} onDone={finish} />
      </div>
      <Played lang={lang} id={id} />
      <History key={changes} lang={lang} id={id} />
    </div>
  )
}

type ChangesProps = { lang: Lang; user: UserProfile; onDone(sentence: string): void }

function Changes({ lang, user, onDone }: ChangesProps) {
  const words = profileWords[lang]
  if (!user.mayChange) return <Notice tone="plain">{user.state === 'erased' ? words.erased : words.ownAccount}</Notice>
  return (
    <div className="grid grid-cols-1 gap-6">
      <RoleChange key={`${user.role} ${user.shop?.slug}`} lang={lang} user={user} onDone={onDone} />
      <Access lang={lang} user={user} onDone={onDone} />
      {user.hasSecondFactor && <LostFactor lang={lang} user={user} onDone={onDone} />}
    </div>
  )
}

function Played({ lang, id }: { lang: Lang; id: number }) {
  const words = profileWords[lang]
  const list = useList(adminApi.tickets, { player: id }, 10, 'tickets')
  return (
    <section>
      <h2 className="mb-4 text-2xl">{words.tickets}</h2>
      <List
        lang={lang}
        label={words.tickets}
        list={list}
        count={ticketWords[lang].shown}
        empty={words.noTickets}
        rows={3}
      >
        {rows => (
          <DataTable caption={words.tickets} columns={ticketColumns(lang, false)} rows={rows} rowKey={({ id }) => id} />
        )}
      </List>
    </section>
  )
}

function History({ lang, id }: { lang: Lang; id: number }) {
  const words = profileWords[lang]
  const { shown, empty } = auditWords[lang]
  const list = useList(adminApi.audit, { user: id }, 10, 'history')
  return (
    <section>
      <h2 className="mb-4 text-2xl">{words.history}</h2>
      <List lang={lang} label={words.history} list={list} count={shown} empty={empty} rows={3}>
        {rows => <EventList lang={lang} events={rows} />}
      </List>
    </section>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div className="mt-4 min-h-svh">
      <Status className="sr-only">{label}</Status>
      <span className="label-frame block h-112 animate-breathe lg:w-3/5" aria-hidden="true" />
    </div>
  )
}
