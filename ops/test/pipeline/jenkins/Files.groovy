/** Files by the patterns of Ant, as the steps of Jenkins name them. */
class Files {
  static List<String> matching(File folder, String pattern) {
    def expression = pattern.replace('.', '\\.').replace('**/', '\u0001').replace('**', '\u0002').replace('*', '[^/]*')
    expression = expression.replace('\u0001', '(?:.*/)?').replace('\u0002', '.*')
    def found = []
    folder.eachFileRecurse { if (it.file) found << folder.toPath().relativize(it.toPath()).toString() }
    return found.findAll { it ==~ expression }.sort()
  }
}
