import { expect, test } from 'vitest'
import { runTiptop } from '../../test/machine/tiptop-process.ts'

test.for([
  [[], 'Il manque une commande'],
  [['backup'], 'Il manque une commande'],
  [['deploie'], 'La commande « deploie » n’existe pas'],
  [['backup', 'tout', 'prod'], 'La commande « tout » n’existe pas'],
  [['rollback', 'prod', '--oui'], 'L’option « --oui » n’existe pas'],
  [['rollback'], 'Il manque « env »'],
  [['runs', 'show'], 'Il manque « nom »'],
  [['deploy', 'prod', '--branch'], 'L’option « --branch <nom> » attend une valeur'],
  [['incident', 'open', 'prod', 'Panne'], 'Il manque l’option « --severity <gravité> »'],
  [['kpi', 'prod', 'dev'], 'Il y a trop de mots'],
  [['rollback', 'staging'], '« staging » ne convient pas pour « env » : il y a dev, preprod, prod'],
  [['deploy', '--cause', 'vent'], '« vent » ne convient pas pour « --cause <cause> » : il y a push, manual, polling'],
] as const)(
  '%j is answered in French, and is the exit code of usage',
  { timeout: 60_000 },
  async ([args, sentence]) => {
    const { code, out, err } = await runTiptop(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.replaceAll("'", '’')).toMatch(new RegExp(`(^|\\n)✗ ${sentence} ; --help montre ce qui existe\\.\\n$`))
  },
)
