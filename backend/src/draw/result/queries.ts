import type { Db } from '../../database/database.ts'

/** What everybody may read about a winner: the initial of their first name, and the city where they collect. */
export async function findPublicFace(db: Db, userId: number): Promise<{ initial: string | null; city: string | null }> {
  const person = await findPerson(db, userId)
  if (person.erased_at) return { initial: null, city: null }
  return { initial: initialOf(person.first_name), city: person.city }
}

/** The first letter as people count letters: an accent belongs to it. */
function initialOf(name: string): string | null {
  const [first] = new Intl.Segmenter('fr').segment(name.trim())
  return first?.segment.toLocaleUpperCase('fr') ?? null
}

/** An account on the list, with the city of the shop where its owner collects. */
export function findPerson(db: Db, userId: number) {
  return db
    .selectFrom('users')
    .leftJoin('shops', 'shops.id', 'users.pickup_shop_id')
    .select(['users.id', 'email', 'first_name', 'last_name', 'birth_date', 'language', 'erased_at', 'shops.city'])
    .where('users.id', '=', userId)
    .executeTakeFirstOrThrow()
}

/** The full name of an account. */
export async function findName(db: Db, userId: number): Promise<string> {
  const { first_name, last_name } = await findPerson(db, userId)
  return `${first_name} ${last_name}`
}
