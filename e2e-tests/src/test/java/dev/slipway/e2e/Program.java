package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, as a person would in a directory. */
public final class Program {

  private Program() {}

  /**
   * What it said and how it ended.
   *
   * @param out standard output, stripped
   * @param err standard error, stripped
   */
  public record Ended(int code, String out, String err) {

    /** The output of a program that must not fail. */
    public String required() {
      if (code != 0) {
        throw new AssertionError("it ended with " + code + ": " + out + "\n" + err);
      }
      return out;
    }
  }

  public static Ended run(
      Path directory, Map<String, String> environment, Duration limit, List<String> command) {
    try {
      // Files and no pipes: what the program leaves running in the background may keep them open.
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              String.join(" ", command)
                  + " did not end within "
                  + limit.toSeconds()
                  + " s: "
                  + Files.readString(out)
                  + Files.readString(err));
        }
        return new Ended(
            process.exitValue(), Files.readString(out).strip(), Files.readString(err).strip());
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
