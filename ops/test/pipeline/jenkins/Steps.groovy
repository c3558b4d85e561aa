import groovy.json.JsonSlurper

/** The steps that our Jenkinsfile uses, and no other: an unknown one fails as in Jenkins. */
abstract class Steps extends Script {
  /** what the test says of this build: branch, commit, causes, parameters, who answers, when it is stopped */
  static Map given = [:]
  /** what the test reads afterwards */
  static final Map seen = [:]
  static final Map<String, String> variables = [:]
  static final Deque<Map> limits = new ArrayDeque<>()
  static final Deque<File> folders = new ArrayDeque<>()
  static Map current = null
  /** A result only ever gets worse. */
  static final WORSE = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'NOT_BUILT', 'ABORTED']

  static void begin(Map circumstances) {
    given = circumstances
    [seen, variables, limits, folders]*.clear()
    seen.putAll([checkedOut: null, result: 'SUCCESS', description: null, stages: [], questions: [], archived: [], page: null, junit: null, said: ''])
  }

  static void worsen(String result) {
    if (WORSE.indexOf(result) > WORSE.indexOf(seen.result)) seen.result = result
  }

  Object getProperty(String name) {
    switch (name) {
      case 'any': return 'any'
      case 'scm': return [userRemoteConfigs: [[url: 'https://git.exemple.test/tiptop/the-tip-top.git']]]
      case 'env': return new Environment()
      case 'params': return variables.asImmutable()
      case 'currentBuild': return new CurrentBuild()
      default: return super.getProperty(name)
    }
  }

  def methodMissing(String name, Object arguments) {
    throw new Interruption("No such DSL method '$name' found among steps", 'FAILURE')
  }

  protected Object perform(Closure closure) {
    def body = closure.clone() as Closure
    body.delegate = this
    body.resolveStrategy = Closure.DELEGATE_FIRST
    return body.call()
  }

  def script(Closure closure) { perform(closure) }
  def logRotator(Map ignored) { ignored }
  def echo(String text) { tell(text) }
  def error(String message) { throw new Interruption(message, 'FAILURE') }

  def unstable(String message) {
    tell("WARNING $message")
    worsen('UNSTABLE')
    if (current) current.result = 'UNSTABLE'
  }

  /** Lays what was pushed where it is asked to; a link or a script among it must do nothing. */
  def checkout(Map how) {
    seen.checkedOut = [branch: how.branches[0].name as String, into: workspace().name]
    given.pushed?.each { name, text ->
      def file = new File(workspace(), name as String)
      file.parentFile.mkdirs()
      file.setText(text as String, 'UTF-8')
      file.executable = true
    }
    return [GIT_COMMIT: given.commit, GIT_BRANCH: given.branch]
  }

  def dir(String name, Closure closure) {
    folders.push(new File(workspace(), name))
    try {
      return perform(closure)
    } finally {
      folders.pop()
    }
  }

  def deleteDir() { workspace().deleteDir() }

  def readJSON(Map how) { new JsonSlurper().parse(new File(workspace(), how.file as String), 'UTF-8') }

  /** Time passes only while no answer comes: then the nearest limit runs out. */
  def timeout(Map limit, Closure closure) {
    limits.push(limit)
    try {
      return perform(closure)
    } finally {
      limits.pop()
    }
  }

  def input(Map question) {
    seen.questions << question
    switch (given.answer) {
      case 'yes': return given.answeredBy
      case 'no': throw new Interruption("Rejected by ${given.answeredBy}", 'ABORTED')
      default:
        if (limits.empty) throw new Interruption('Waits for ever', 'ABORTED')
        throw new Interruption("Timeout after ${limits.peek().time} ${limits.peek().unit}", 'ABORTED')
    }
  }

  def sh(String script) { sh([script: script]) }

  def sh(Map how) {
    def run = new ShellScript(workspace(), how.script as String, environment(), given.stopWhenSaid as String)
    int code = run.run { if (!how.returnStdout) tell(it) }
    if (run.stopped) throw new Interruption('Aborted by somebody', 'ABORTED')
    if (how.returnStatus) return code
    if (code) throw new Interruption("script returned exit code $code", 'FAILURE')
    return how.returnStdout ? run.output : null
  }

  def archiveArtifacts(Map how) {
    seen.archived = Files.matching(workspace(), how.artifacts as String)
    if (!seen.archived && !how.allowEmptyArchive) throw new Interruption('No artifacts found', 'FAILURE')
  }

  def publishHTML(Map how) {
    def page = new File(new File(workspace(), how.target.reportDir as String), how.target.reportFiles as String)
    if (page.exists()) seen.page = [name: how.target.reportName, text: page.getText('UTF-8')]
    else if (!how.target.allowMissing) throw new Interruption("${page.name} is missing", 'FAILURE')
  }

  /** As the plugin does: red tests make a build unstable that was not worse already. */
  def junit(Map how) {
    def suites = Files.matching(workspace(), how.testResults as String).collect { new XmlSlurper().parse(new File(workspace(), it)) }
    if (!suites && !how.allowEmptyResults) throw new Interruption('No test report files were found', 'FAILURE')
    def cases = suites.collectMany { it.'**'.findAll { it.name() == 'testcase' } }
    def red = cases.count { it.failure.size() + it.error.size() > 0 }
    seen.junit = [files: suites.size(), tests: cases.size(), failures: red]
    if (red) worsen('UNSTABLE')
  }

  protected static File workspace() { folders.peek() ?: new File(given.workspace as String) }

  protected static Map<String, String> environment() {
    [WORKSPACE: given.workspace, JOB_BASE_NAME: given.branch, BUILD_NUMBER: '42'] + variables + (given.environment ?: [:])
  }

  protected static void tell(String line) { seen.said += "$line\n" }

  static class Environment {
    Object getProperty(String name) { Steps.environment()[name] }
    void setProperty(String name, Object value) { Steps.variables[name] = value as String }
  }

  static class CurrentBuild {
    String getResult() { Steps.seen.result == 'SUCCESS' ? null : Steps.seen.result }
    void setResult(String result) { Steps.worsen(result) }
    String getDescription() { Steps.seen.description }
    void setDescription(Object text) { Steps.seen.description = text as String }
    List getBuildCauses(String type) { Steps.given.causes.findAll { it == type } }
  }
}
