import { typeset } from '../../ui/language.ts'
import type { LegalWords } from '../legal-text.ts'
import { rulesEn } from './rules-en.ts'
import { rulesFr } from './rules-fr.ts'

export const rules: LegalWords = typeset({ fr: rulesFr, en: rulesEn })
