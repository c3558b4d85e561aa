import type { Role } from '@tiptop/contract/accounts.ts'
import type { UserProfile } from '@tiptop/contract/users.ts'
import { useState } from 'preact/hooks'
import { adminApi } from '../../administration/admin-api.ts'
import { useLoaded } from '../../administration/use-loaded.ts'
import { adminWords } from '../../administration/words.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/forms/form.tsx'
import { Select } from '../../ui/forms/select.tsx'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { profileWords } from '../profile-words.ts'
import { roles } from '../user-filter.ts'
import { userName } from '../user-name.ts'
import { Confirmation } from './confirmation.tsx'

type RoleChangeProps = { lang: Lang; user: UserProfile; onDone(sentence: string): void }

/** Node O of diagram 1.3: changes the role, with a shop for an employee, after a confirmation. */
export function RoleChange({ lang, user, onDone }: RoleChangeProps) {
  const words = profileWords[lang].role
  const names = adminWords[lang].roles
  const name = userName(user, lang)
  const [role, setRole] = useState<Role>(user.role)
  const [shop, setShop] = useState(user.shop?.slug ?? '')
  const [fault, setFault] = useState<string | null>(null)
  const [isAsking, setAsking] = useState(false)
  const shops = useLoaded('shops', adminApi.shops)
  const wantedShop = role === 'employee' ? shop : ''
  const shopName = shops.value?.items.find(({ slug }) => slug === shop)?.name ?? ''

  function submit() {
    const isSame = role === user.role && wantedShop === (user.shop?.slug ?? '')
    const found = isSame ? words.unchanged : role === 'employee' && !shop ? words.shopNeeded : null
    setFault(found)
    setAsking(!found)
  }
  return (
    <section className="label-frame p-6 sm:p-8">
      <h2 className="mb-4 text-2xl">{words.title}</h2>
      <Form onSubmit={submit} label={words.title} className="grid gap-4">
        <Select
          label={words.role}
          options={roles.map(value => ({ value, label: names[value] }))}
          value={role}
          onChange={value => setRole(value as Role)}
        />
        {role === 'employee' && (
          <Select
            label={words.shop}
            required
            options={[
              { value: '', label: words.chooseShop },
              ...(shops.value?.items ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
            ]}
            value={shop}
            onChange={setShop}
          />
        )}
        {role === 'employee' && shops.failure && (
          <p className="text-brick">
            {words.shopsFailed}{' '}
            <button type="button" className="link" onClick={shops.again}>
              {adminWords[lang].retry}
            </button>
          </p>
        )}
        <p role="alert" className="empty:sr-only font-medium text-brick">
          <Text>{fault}</Text>
        </p>
        <Button type="submit">{words.submit}</Button>
      </Form>
      {isAsking && (
        <Confirmation
          lang={lang}
          title={words.ask(name)}
          sentences={[`${names[user.role]} → ${names[role]}.`, words.consequences[role](name, shopName), words.delay]}
          act={() => adminApi.changeRole(user.id, { role, ...(wantedShop && { shop: wantedShop }) })}
          onDone={() => {
            setAsking(false)
            onDone(words.done(name, names[role]))
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
