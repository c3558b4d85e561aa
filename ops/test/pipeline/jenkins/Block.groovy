/** What a block of a Jenkinsfile calls, in order: `stage('Build') { … }` is the call `stage` with its arguments. */
class Block {
  private final List<Map> calls = []

  static Block read(Closure closure) {
    def block = new Block()
    def body = closure.clone() as Closure
    body.delegate = block
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body.call()
    return block
  }

  Object invokeMethod(String name, Object arguments) {
    def call = [name: name, arguments: arguments as List]
    // A call that is the argument of this one, as in buildDiscarder(logRotator(…)), is no call of the block.
    calls.removeAll { earlier -> call.arguments.any { it.is(earlier) } }
    calls << call
    return call
  }

  List<Map> all() { calls }

  boolean has(String name) { calls.any { it.name == name } }

  /** The closure given to this section; null when the block has none. */
  Closure section(String name) { calls.find { it.name == name }?.arguments?.last() as Closure }

  /** Jenkins refuses what it does not know, before anything runs. */
  Block allow(String where, List<String> names) {
    def unknown = calls*.name - names
    if (unknown) throw new IllegalArgumentException("$where: unknown $unknown")
    return this
  }
}
