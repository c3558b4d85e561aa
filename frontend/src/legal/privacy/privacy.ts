import { typeset } from '../../ui/language.ts'
import type { LegalWords } from '../legal-text.ts'
import { privacyEn } from './privacy-en.ts'
import { privacyFr } from './privacy-fr.ts'

export const privacy: LegalWords = typeset({ fr: privacyFr, en: privacyEn })
