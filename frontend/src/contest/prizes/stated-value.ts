/** Whether the words of a prize already state its value, in cents of euros: it is then not said a second time. */
export function statesValue(text: string, valueCents: number): boolean {
  const numbers = text.replace(/,/g, '.').match(/\d+(\.\d+)?/g) ?? []
  return numbers.some(number => Math.round(Number(number) * 100) === valueCents)
}
