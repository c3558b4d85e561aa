import { Checkbox } from '../../ui/forms/field.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { accountWords } from '../words.ts'

type Props = { lang: Lang; checked: boolean; onChange(checked: boolean): void; fault: boolean | undefined }

export function RulesCheckbox({ lang, checked, onChange, fault }: Props) {
  const { fields, faults } = accountWords[lang]
  return (
    <Checkbox
      name="acceptsRules"
      required
      checked={checked}
      onChange={event => onChange(event.currentTarget.checked)}
      error={fault ? faults.rules : undefined}
      label={
        <>
          {fields.rulesBefore}
          <a className="link" href={pathIn(lang, '/reglement')} target="_blank" rel="noopener">
            {fields.rules}
          </a>
          .
        </>
      }
    />
  )
}
