import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for the engine that a SonarQube server sends to its scanner: it takes the properties on its input, hands
 * them in as a report would be, and leaves the task's file in the checkout.
 */
public class Engine {
  private static String properties;

  public static void main(String[] arguments) throws Exception {
    properties = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    String server = property("sonar.host.url");
    say("INFO", "Analysing " + property("sonar.projectKey"));
    HttpURLConnection request = (HttpURLConnection) new URL(server + "/api/ce/submit").openConnection();
    request.setRequestMethod("POST");
    request.setRequestProperty("Authorization", "Bearer " + property("sonar.token"));
    request.setDoOutput(true);
    request.getOutputStream().write(properties.getBytes(StandardCharsets.UTF_8));
    if (request.getResponseCode() != 200) {
      say("ERROR", "The server answers " + request.getResponseCode());
      System.exit(1);
    }
    String task;
    try (InputStream answer = request.getInputStream()) {
      task = new String(answer.readAllBytes(), StandardCharsets.UTF_8).trim();
    }
    Path folder = Path.of(property("sonar.projectBaseDir"), ".scannerwork");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report-task.txt"), String.join("\n",
        "projectKey=" + property("sonar.projectKey"), "serverUrl=" + server,
        "dashboardUrl=" + server + "/dashboard?id=" + property("sonar.projectKey"),
        "ceTaskId=" + task, "ceTaskUrl=" + server + "/api/ce/task?id=" + task, ""));
  }

  private static String property(String name) {
    Matcher found = Pattern.compile("\"key\":\"" + Pattern.quote(name) + "\",\"value\":\"([^\"]*)\"").matcher(properties);
    if (!found.find()) throw new IllegalArgumentException(name + " is missing");
    return found.group(1);
  }

  private static void say(String level, String message) {
    System.out.println("{\"level\":\"" + level + "\",\"message\":\"" + message + "\"}");
  }
}
