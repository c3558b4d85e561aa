const number = new Intl.NumberFormat('fr-FR')

/** Shows the progress of long work: on one line of a terminal, or as one line per tenth in a log. */
export function progressLine(title: string, out: NodeJS.WriteStream = process.stderr) {
  let shownTenth = 0
  return (done: number, total: number): void => {
    const text = `${title} : ${number.format(done)} / ${number.format(total)} (${Math.floor((100 * done) / total)} %)`
    const tenth = Math.floor((10 * done) / total)
    if (out.isTTY) out.write(`\r${text}${done === total ? '\n' : ''}`)
    else if (tenth > shownTenth) out.write(`${text}\n`)
    shownTenth = tenth
  }
}
