package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command lines and the environment of the parts that are Java programs of ours. */
final class JavaCommand {

  private static final int FIRST_TO_WARN_OF_UNSAFE = 23;

  private final Installation installation;
  private final Map<String, String> environment;
  private final Path java = Path.of(System.getProperty("java.home"));

  JavaCommand(Installation installation, Map<String, String> environment) {
    this.installation = installation;
    this.environment = environment;
  }

  /**
   * @param heap largest heap, as after {@code -Xmx}
   */
  List<String> line(String part, String heap, List<String> arguments) {
    Path jar = installation.jar(part);
    List<String> line = new ArrayList<>();
    line.add(java.resolve("bin/java").toString());
    line.add("-Xmx" + heap);
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-XX:+AutoCreateSharedArchive");
    line.add("-XX:SharedArchiveFile=" + archive(part, jar));
    line.add("-Xlog:disable");
    line.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
      line.add("--sun-misc-unsafe-memory-access=allow");
    }
    line.add("-jar");
    line.add(jar.toString());
    line.addAll(arguments);
    return line;
  }

  /** Whoever starts {@code java} or {@code javac} below gets the JDK that Slipway runs on. */
  Map<String, String> environment() {
    Map<String, String> ours = new TreeMap<>();
    ours.put("JAVA_HOME", java.toString());
    ours.put("PATH", java.resolve("bin") + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
    return ours;
  }

  /**
   * Where the classes of a part are kept ready for its next start; the virtual machine makes it
   * when the part ends, and again when the jar or the JDK is another one.
   */
  private Path archive(String part, Path jar) {
    Path folder = Caches.of(environment).resolve("classes");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DevException(
          "The cache "
              + folder
              + " cannot be written ("
              + e.getMessage()
              + "): set XDG_CACHE_HOME.",
          e);
    }
    return folder.resolve(part + "-" + Integer.toHexString(jar.hashCode()) + ".jsa");
  }
}
