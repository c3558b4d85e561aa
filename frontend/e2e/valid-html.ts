import { HtmlValidate, StaticConfigLoader } from 'html-validate'

const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:standard'] }))

/** Returns where this page breaks the HTML standard: the rule, what is wrong, and the source around it. */
export async function htmlFaults(html: string): Promise<string[]> {
  // An empty address is valid, but not known to be when it is written so.
  const source = html.replaceAll('<a href ', '<a href="" ')
  const { results } = await validator.validateString(source)
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, offset }) => `${ruleId}: ${message}: ${source.slice(offset - 60, offset + 60)}`),
  )
}
