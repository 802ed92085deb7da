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

/**
 * The installed {@code git}, run by argument lists. What a person has configured for themselves
 * (signing, hooks, another first branch) has no say in the demo's repositories.
 */
final class Git {

  private static final int LIMIT_SECONDS = 60;
  private static final int LARGEST_ANSWER = 1 << 20;

  private final Path executable;

  private Git(Path executable) {
    this.executable = executable;
  }

  static Git installed(Map<String, String> environment) {
    return Executables.find("git", environment.getOrDefault("PATH", ""))
        .map(Git::new)
        .orElseThrow(
            () ->
                new DevException(
                    "The demo needs git, which is not on the PATH: install it and try again."));
  }

  /**
   * @return what it printed, without the end of the last line
   * @throws DevException when it fails: what it said is in the sentence
   */
  String in(Path directory, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(executable.toString());
    line.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"));
    line.addAll(List.of(arguments));
    try {
      Path answer = Files.createTempFile("git", ".txt");
      try {
        Process process = start(line, directory, answer);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new DevException(words(line) + " did not end within " + LIMIT_SECONDS + " s.");
        }
        String text = read(answer);
        if (process.exitValue() != 0) {
          throw new DevException(words(line) + " failed in " + directory + ": " + text);
        }
        return text;
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      throw new DevException(words(line) + " could not be run (" + e.getMessage() + ").", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted while " + words(line) + " ran.", e);
    }
  }

  private static Process start(List<String> line, Path directory, Path answer) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("LC_ALL", "C");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "Dora Developer");
      environment.put("GIT_" + role + "_EMAIL", "dora@example.com");
    }
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static String read(Path answer) throws IOException {
    if (Files.size(answer) > LARGEST_ANSWER) {
      throw new IOException("git printed more than a megabyte");
    }
    return Files.readString(answer, StandardCharsets.UTF_8).stripTrailing();
  }

  private static String words(List<String> line) {
    return "git " + String.join(" ", line.subList(5, line.size()));
  }
}
