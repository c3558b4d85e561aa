/** Ends a build early: a step that failed, a refused approval, or time that ran out. */
class Interruption extends RuntimeException {
  final String result

  Interruption(String message, String result) {
    super(message)
    this.result = result
  }
}
