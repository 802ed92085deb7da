package dev.slipway.build.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script finds in its environment: a short list of the worker's own variables, and nothing
 * else of it. A worker's secrets are in its environment.
 *
 * <p>The JDK that the worker runs on comes first on the {@code PATH}, so that a build finds one
 * that is new enough.
 */
final class ScriptEnvironment {

  private static final List<String> INHERITED = List.of("HOME", "USER", "LOGNAME", "LANG", "TZ");
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Map<String, String> worker;
  private final Path javaHome;

  /**
   * @param worker the worker's environment
   * @param javaHome the JDK or JRE that the worker runs on
   */
  ScriptEnvironment(Map<String, String> worker, Path javaHome) {
    this.worker = Map.copyOf(worker);
    this.javaHome = javaHome;
  }

  static ScriptEnvironment ofThisWorker() {
    return new ScriptEnvironment(System.getenv(), Path.of(System.getProperty("java.home")));
  }

  /**
   * @param temporary the script's own directory for temporary files
   */
  Map<String, String> with(Map<String, String> additions, Path temporary) {
    Map<String, String> environment = new HashMap<>();
    worker.forEach(
        (name, value) -> {
          if (INHERITED.contains(name) || name.startsWith("LC_")) {
            environment.put(name, value);
          }
        });
    if (!environment.containsKey("LANG") && !environment.containsKey("LC_ALL")) {
      environment.put("LANG", "C.UTF-8");
    }
    String path = worker.getOrDefault("PATH", USUAL_PATH);
    if (Files.isExecutable(javaHome.resolve("bin/javac"))) {
      environment.put("JAVA_HOME", javaHome.toString());
      path = javaHome.resolve("bin") + ":" + path;
    } else if (worker.containsKey("JAVA_HOME")) {
      environment.put("JAVA_HOME", worker.get("JAVA_HOME"));
    }
    environment.put("PATH", path);
    environment.put("TMPDIR", temporary.toString());
    environment.put("CI", "true");
    environment.putAll(additions);
    return environment;
  }
}
