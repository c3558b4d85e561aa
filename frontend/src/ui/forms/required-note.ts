import { createContext } from 'preact'

/** The id of the sentence that says in sight which fields of a form are required; empty if the form has none. */
export const RequiredNote = createContext('')
