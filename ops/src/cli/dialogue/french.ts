import { type Argument, type Command, type CommanderError, Help, type Option } from 'commander'

const TITLES: Record<string, string> = {
  'Usage:': 'Usage :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
  'Arguments:': 'Arguments :',
}

/** Commander writes its help in English; the operator reads French. */
class FrenchHelp extends Help {
  override styleTitle(title: string): string {
    return TITLES[title] ?? title
  }

  override argumentDescription(argument: Argument): string {
    return described(argument)
  }

  override optionDescription(option: Option): string {
    return described(option)
  }
}

/** What it is, which values there are, and the one that is taken where none is given. */
function described({ description, argChoices, defaultValue }: Argument | Option): string {
  const isShown = typeof defaultValue === 'string' && defaultValue !== ''
  const more = [...(argChoices ? [argChoices.join(', ')] : []), ...(isShown ? [`sinon ${defaultValue}`] : [])]
  return more.length ? `${description} (${more.join(' ; ')})` : description
}

/** Lets a command of the program explain itself in French, and throw instead of ending the process. */
export function speakFrench(command: Command, program: Command): void {
  command.createHelp = () => new FrenchHelp()
  const isAct = command.registeredArguments.length > 0
  command.usage(command.commands.length && !isAct ? '[options] <commande>' : command.usage().replace('[command] ', ''))
  command.exitOverride().helpOption('-h, --help', 'montrer cette aide').helpCommand(false)
  if (command !== program) command.copyInheritedSettings(program)
}

/** What Commander found wrong, with the words that it quotes. */
export function inFrench({ code, message }: CommanderError): string {
  const [, quoted = '', second = ''] = /'([^']*)'(?:.*?'([^']*)')?/.exec(message) ?? []
  // Of an argument the value is quoted first, of an option its name.
  const [value, place] = message.includes('option ') ? [second, quoted] : [quoted, second]
  const sentences: Record<string, string> = {
    'commander.unknownCommand': `La commande « ${quoted} » n'existe pas`,
    'commander.unknownOption': `L'option « ${quoted} » n'existe pas`,
    'commander.missingArgument': `Il manque « ${quoted} »`,
    'commander.optionMissingArgument': `L'option « ${quoted} » attend une valeur`,
    'commander.missingMandatoryOptionValue': `Il manque l'option « ${quoted} »`,
    'commander.excessArguments': 'Il y a trop de mots',
    'commander.invalidArgument': `« ${value} » ne convient pas pour « ${place} »${choices(message)}`,
    'commander.help': 'Il manque une commande',
  }
  return `${sentences[code] ?? message} ; --help montre ce qui existe.`
}

function choices(message: string): string {
  const [, allowed] = /Allowed choices are (.*)\.$/.exec(message) ?? []
  return allowed ? ` : il y a ${allowed}` : ''
}
