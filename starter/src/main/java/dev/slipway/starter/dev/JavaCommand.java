package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command lines and the environment of the parts that are Java programs of ours. */
final class JavaCommand {

  private static final int FIRST_TO_WARN_OF_UNSAFE = 23;

  private final Installation installation;
  private final Path java = Path.of(System.getProperty("java.home"));

  JavaCommand(Installation installation) {
    this.installation = installation;
  }

  /**
   * @param heap largest heap, as after {@code -Xmx}
   * @param archive where the classes are kept ready for the next start; made when it is not there
   */
  List<String> line(String part, String heap, Path archive, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(java.resolve("bin/java").toString());
    line.add("-Xmx" + heap);
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-XX:+AutoCreateSharedArchive");
    line.add("-XX:SharedArchiveFile=" + archive);
    line.add("-Xlog:disable");
    line.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
      line.add("--sun-misc-unsafe-memory-access=allow");
    }
    line.add("-jar");
    line.add(installation.jar(part).toString());
    line.addAll(arguments);
    return line;
  }

  /** Whoever starts {@code java} or {@code javac} below gets the JDK that Slipway runs on. */
  Map<String, String> environment(Map<String, String> base) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("JAVA_HOME", java.toString());
    environment.put("PATH", java.resolve("bin") + ":" + base.getOrDefault("PATH", "/usr/bin:/bin"));
    return environment;
  }
}
