/** The declarative part of a pipeline: sections, stages, conditions, and what runs after them. */
abstract class Build extends Steps {
  static final SECTIONS = ['agent', 'options', 'triggers', 'parameters', 'stages', 'post']
  static final STAGE = ['when', 'steps', 'post']
  static final OPTIONS = ['skipDefaultCheckout', 'timestamps', 'disableConcurrentBuilds', 'timeout', 'buildDiscarder']
  /** The order in which Jenkins looks at them. */
  static final CONDITIONS = ['always', 'aborted', 'failure', 'success', 'unstable', 'notBuilt', 'unsuccessful', 'cleanup']

  def pipeline(Closure closure) {
    def sections = Block.read(closure).allow('pipeline', SECTIONS)
    ['agent', 'stages'].each { if (!sections.has(it)) throw new IllegalArgumentException("pipeline: no $it") }
    seen.triggers = declared(sections, 'triggers').collect { "${it.name}(${it.arguments.join(', ')})" as String }
    def options = declared(sections, 'options')
    options.each { if (!(it.name in OPTIONS)) throw new IllegalArgumentException("options: unknown ${it.name}") }
    seen.options = options*.name
    declared(sections, 'parameters').each { parameter(it.arguments[0] as Map) }
    def limit = options.find { it.name == 'timeout' }
    if (limit) limits.push(limit.arguments[0] as Map)
    try {
      Block.read(sections.section('stages')).allow('stages', ['stage']).all().each { stage(it.arguments[0], it.arguments[1]) }
    } catch (Throwable thrown) {
      fail(thrown)
    }
    after(sections.section('post'), seen)
  }

  protected List<Map> declared(Block sections, String name) {
    sections.has(name) ? Block.read(sections.section(name)).all() : []
  }

  /** A parameter that was not chosen has its default; a value that is not among the choices cannot be sent. */
  protected void parameter(Map declaration) {
    def chosen = given.parameters?.containsKey(declaration.name) ? given.parameters[declaration.name] : null
    if (chosen != null && declaration.choices && !(chosen in declaration.choices))
      throw new IllegalArgumentException("${declaration.name}: $chosen is no choice")
    variables[declaration.name] = (chosen != null ? chosen : declaration.choices ? declaration.choices[0] : declaration.defaultValue) as String
  }

  protected void stage(Object name, Object closure) {
    def sections = Block.read(closure as Closure).allow("stage $name", STAGE)
    def stage = [name: name as String, result: 'SUCCESS']
    seen.stages << stage
    if (sections.has('when') && !Block.read(sections.section('when')).all().every { holds(it) }) {
      stage.result = 'SKIPPED'
      return
    }
    Steps.current = stage
    try {
      perform(sections.section('steps'))
    } catch (Throwable thrown) {
      stage.result = thrown instanceof Interruption ? thrown.result : 'FAILURE'
      fail(thrown)
      throw thrown
    } finally {
      after(sections.section('post'), stage)
      Steps.current = null
    }
  }

  protected boolean holds(Map condition) {
    if (condition.name != 'environment') throw new IllegalArgumentException("when: unknown ${condition.name}")
    return variables[condition.arguments[0].name] == condition.arguments[0].value
  }

  protected void after(Closure closure, Map ended) {
    if (!closure) return
    def blocks = Block.read(closure).allow('post', CONDITIONS)
    CONDITIONS.findAll { blocks.has(it) && applies(it, ended.result) }.each {
      try {
        perform(blocks.section(it))
      } catch (Throwable thrown) {
        fail(thrown)
      }
    }
  }

  protected static boolean applies(String condition, String result) {
    switch (condition) {
      case ['always', 'cleanup']: return true
      case 'unsuccessful': return result != 'SUCCESS'
      case 'notBuilt': return result == 'NOT_BUILT'
      default: return result == condition.toUpperCase()
    }
  }

  protected static void fail(Throwable thrown) {
    worsen(thrown instanceof Interruption ? thrown.result : 'FAILURE')
    seen.error = seen.error ?: (thrown instanceof Interruption ? thrown.message : thrown as String)
  }
}
