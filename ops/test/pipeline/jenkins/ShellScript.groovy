import java.nio.file.Files as Disk

/** A script as the durable task of Jenkins runs it: a file of its own, in a group of its own that is ended as one. */
class ShellScript {
  private final File workspace
  private final List<String> command
  private final Map<String, String> environment
  private final String stopWhenSaid
  boolean stopped = false
  String output = ''

  ShellScript(File workspace, String text, Map<String, String> environment, String stopWhenSaid) {
    def file = Disk.createTempFile('tiptop-step-', '.sh').toFile()
    file.deleteOnExit()
    file.setText(text, 'UTF-8')
    file.executable = true
    this.workspace = workspace
    this.command = ['setsid', '--wait'] + (text.startsWith('#!') ? [file.path] : ['sh', '-e', file.path])
    this.environment = environment
    this.stopWhenSaid = stopWhenSaid
  }

  /** @return the exit code */
  int run(Closure hear) {
    def builder = new ProcessBuilder(command).directory(workspace).redirectErrorStream(true)
    environment.each { name, value -> if (value != null) builder.environment().put(name as String, value as String) }
    def process = builder.start()
    process.inputStream.withReader('UTF-8') { reader ->
      reader.eachLine { line ->
        output += "$line\n"
        hear(line)
        if (stopWhenSaid && !stopped && line.contains(stopWhenSaid)) stop(process)
      }
    }
    return process.waitFor()
  }

  /** What Jenkins does to every process of an aborted build. */
  private void stop(Process process) {
    stopped = true
    def children = process.toHandle().descendants().iterator().collect { it.pid() as String }
    new ProcessBuilder(['kill', '-TERM'] + children).start().waitFor()
  }
}
