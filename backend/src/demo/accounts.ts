import type { Role } from '@tiptop/contract/accounts.ts'
import type { Db } from '../database/database.ts'

export type DemoAccount = { role: Role; email: string; password: string }

/** One account of each role. The passwords are public: they belong in a demonstration only. */
export const demoAccounts: DemoAccount[] = [
  { role: 'player', email: 'joueur@demo.test', password: 'demo-joueur-the' },
  { role: 'employee', email: 'employe@demo.test', password: 'demo-employe-the' },
  { role: 'admin', email: 'admin@demo.test', password: 'demo-admin-the' },
  { role: 'bailiff', email: 'commissaire@demo.test', password: 'demo-commissaire-the' },
]

/** The shop of the demo employee. */
const EMPLOYEE_SHOP = 'nice'

const firstNames: Record<Role, string> = {
  player: 'Joueur',
  employee: 'Employé',
  admin: 'Admin',
  bailiff: 'Commissaire',
}

/** Adults who accepted the rules and proved their addresses. Accounts that are there stay as they are. */
export async function ensureAccounts(db: Db, at: Date): Promise<void> {
  const emails = demoAccounts.map(({ email }) => email)
  const there = await db.selectFrom('users').select('email').where('email', 'in', emails).execute()
  const missing = demoAccounts.filter(account => !there.some(({ email }) => email === account.email))
  if (!missing.length) return
  // Loaded only here, because it hashes a password when it is loaded: a second start has nothing to hash.
  const { hashPassword } = await import('../accounts/password-hash.ts')
  const rows = missing.map(async ({ email, role, password }) => ({
    email,
    role,
    first_name: firstNames[role],
    last_name: 'Démo',
    birth_date: '1990-01-01',
    password_hash: await hashPassword(password),
    email_verified_at: at,
    rules_accepted_at: at,
  }))
  const users = await Promise.all(rows)
  await db
    .insertInto('users')
    .values(users)
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** Gives the demo employee a shop unless they have one, also if an older release made the account. */
export async function employDemoEmployee(db: Db): Promise<void> {
  await db
    .updateTable('users')
    .set(({ selectFrom }) => ({ shop_id: selectFrom('shops').select('id').where('slug', '=', EMPLOYEE_SHOP) }))
    .where(
      'email',
      'in',
      demoAccounts.filter(({ role }) => role === 'employee').map(({ email }) => email),
    )
    .where('shop_id', 'is', null)
    .execute()
}
