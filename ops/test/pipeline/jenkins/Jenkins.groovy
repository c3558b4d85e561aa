import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import org.codehaus.groovy.control.CompilerConfiguration

// Runs a declarative Jenkinsfile without Jenkins: groovy -cp . Jenkins.groovy <Jenkinsfile>
// Each line of its input is a build's circumstances, and each line that it says how that build ended.
def configuration = new CompilerConfiguration(scriptBaseClass: 'Build', sourceEncoding: 'UTF-8')
def out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, 'UTF-8')
System.in.eachLine('UTF-8') { line ->
  Build.begin(new JsonSlurper().parseText(line) as Map)
  try {
    new GroovyShell(this.class.classLoader, new Binding(), configuration).evaluate(new File(args[0]))
  } catch (Throwable thrown) {
    Build.worsen('FAILURE')
    Build.seen.error = "${thrown.class.simpleName}: ${thrown.message}" as String
  }
  out.println(JsonOutput.toJson(Build.seen))
}
