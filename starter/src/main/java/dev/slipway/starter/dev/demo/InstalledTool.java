package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.Executables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program of this machine that the demo runs by argument lists, with a bound on its time and its
 * answer.
 *
 * @param executable absolute
 * @param always arguments that come first, and are not shown to people
 * @param surroundings changes the environment that it gets, which is this command's own
 */
record InstalledTool(
    Path executable, List<String> always, Consumer<Map<String, String>> surroundings) {

  private static final int LARGEST_ANSWER = 4 << 20;

  InstalledTool {
    always = List.copyOf(always);
  }

  /**
   * How it ended.
   *
   * @param code its exit code
   * @param text what it printed on both of its outputs, without the end of the last line
   */
  record Ended(int code, String text) {

    boolean isGood() {
      return code == 0;
    }
  }

  /**
   * @throws DevException when it is not on the PATH
   */
  static Path find(String name, Map<String, String> environment) {
    return Executables.find(name, environment.getOrDefault("PATH", ""))
        .orElseThrow(
            () ->
                new DevException(
                    "The demo needs "
                        + name
                        + ", which is not on the PATH: install it and try again."));
  }

  /**
   * @return what it printed
   * @throws DevException when it fails: what it said is in the sentence
   */
  String required(Path directory, int limitSeconds, List<String> arguments) {
    Ended ended = run(directory, limitSeconds, arguments);
    if (!ended.isGood()) {
      String place = directory.getNameCount() == 0 ? "" : " in " + directory;
      throw new DevException(words(arguments) + " failed" + place + ": " + ended.text());
    }
    return ended.text();
  }

  /**
   * @throws DevException when it cannot be run, or does not end in time
   */
  Ended run(Path directory, int limitSeconds, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(executable.toString());
    line.addAll(always);
    line.addAll(arguments);
    try {
      Path answer = Files.createTempFile("answer", ".txt");
      try {
        Process process = start(line, directory, answer);
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new DevException(words(arguments) + " did not end within " + limitSeconds + " s.");
        }
        return new Ended(process.exitValue(), read(answer));
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      throw new DevException(words(arguments) + " could not be run (" + e.getMessage() + ").", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted while " + words(arguments) + " ran.", e);
    }
  }

  private Process start(List<String> line, Path directory, Path answer) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile());
    surroundings.accept(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private String read(Path answer) throws IOException {
    if (Files.size(answer) > LARGEST_ANSWER) {
      throw new IOException(executable.getFileName() + " printed more than 4 MB");
    }
    return Files.readString(answer, StandardCharsets.UTF_8).stripTrailing();
  }

  private String words(List<String> arguments) {
    return executable.getFileName() + " " + String.join(" ", arguments);
  }
}
