package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code temporal} on the PATH, when it is new enough for what the workflows use. */
final class InstalledTemporal implements TemporalSource {

  /** The first server that keeps summaries and current details. */
  private static final int OLDEST_MINOR = 27;

  /** The CLI's own version says nothing: one that was built from source calls itself 0.0.0. */
  private static final Pattern SERVER = Pattern.compile("\\(Server (\\d+)\\.(\\d+)");

  private static final int ANSWER_LIMIT_SECONDS = 10;

  private final String path;

  /**
   * @param path the value of {@code PATH}
   */
  InstalledTemporal(String path) {
    this.path = path;
  }

  @Override
  public Answer find(Progress progress) {
    Optional<Path> executable = Executables.find("temporal", path);
    if (executable.isEmpty()) {
      return new Answer.Closed("temporal is not on the PATH");
    }
    String version = versionOf(executable.get());
    Matcher matcher = SERVER.matcher(version);
    if (!matcher.find()) {
      return closed(progress, executable.get() + " is not a Temporal CLI");
    }
    boolean fits =
        Integer.parseInt(matcher.group(1)) > 1
            || (matcher.group(1).equals("1") && Integer.parseInt(matcher.group(2)) >= OLDEST_MINOR);
    return fits
        ? new Answer.Found(executable.get())
        : closed(progress, executable.get() + " holds a server older than 1." + OLDEST_MINOR);
  }

  private static Answer closed(Progress progress, String why) {
    progress.say(why + ": it is not used");
    return new Answer.Closed(why);
  }

  private static String versionOf(Path executable) {
    try {
      Path answer = Files.createTempFile("temporal", ".version");
      try {
        Process process =
            new ProcessBuilder(executable.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        return Files.readString(answer, StandardCharsets.UTF_8);
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted while " + executable + " was asked for its version.", e);
    }
  }
}
