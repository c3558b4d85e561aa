import { isPersonName } from '@tiptop/contract/person-name.ts'

/** What playing and handing a prize over rest on, of an account's row. */
type PlayerFacts = {
  first_name: string
  last_name: string
  birth_date: string | null
  rules_accepted_at: Date | null
}

/** Whether an account holds all that a prize needs: the names and the birth date of the identity card, and the rules. */
export function isComplete(facts: PlayerFacts): facts is PlayerFacts & { birth_date: string; rules_accepted_at: Date } {
  const { first_name, last_name, birth_date, rules_accepted_at } = facts
  return [first_name, last_name].every(isPersonName) && birth_date !== null && rules_accepted_at !== null
}
