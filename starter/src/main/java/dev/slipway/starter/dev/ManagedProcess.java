package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of the embedded default in a session of its own, so that Ctrl-C reaches the command
 * first. Known by pid and start time, which are kept in a file: nothing else is ever stopped by
 * mistake.
 */
final class ManagedProcess {

  private static final Duration STOPPING = Duration.ofSeconds(15);

  private final String name;
  private final Path directory;
  private final ProcessHandle handle;

  private ManagedProcess(String name, Path directory, ProcessHandle handle) {
    this.name = name;
    this.directory = directory;
    this.handle = handle;
  }

  /** Starts it; what it says goes to {@code <directory>/<name>.log}. */
  static ManagedProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    List<String> line = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      line.add("/usr/bin/setsid");
    }
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name, directory).toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      ProcessHandle handle = process.toHandle();
      Files.writeString(
          record(name, directory), handle.pid() + " " + startOf(handle), StandardCharsets.UTF_8);
      return new ManagedProcess(name, directory, handle);
    } catch (IOException e) {
      throw new DevException("The " + name + " could not be started (" + e.getMessage() + ").", e);
    }
  }

  /** The one that was started in this directory and still runs. */
  static Optional<ManagedProcess> running(String name, Path directory) {
    Path record = record(name, directory);
    if (!Files.isRegularFile(record)) {
      return Optional.empty();
    }
    try {
      List<String> words =
          List.of(Files.readString(record, StandardCharsets.UTF_8).strip().split(" ", -1));
      return ProcessHandle.of(Long.parseLong(words.get(0)))
          .filter(ProcessHandle::isAlive)
          .filter(handle -> startOf(handle).toString().equals(words.get(1)))
          .map(handle -> new ManagedProcess(name, directory, handle));
    } catch (IOException e) {
      throw new DevException(
          "The record of the "
              + name
              + ", "
              + record
              + ", cannot be read ("
              + e.getMessage()
              + ").",
          e);
    }
  }

  /** Waits until the condition holds, or says in one sentence why it never will. */
  void await(java.util.function.BooleanSupplier ready, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (!isAlive() || System.nanoTime() > end) {
        String what =
            isAlive()
                ? "is not ready after " + limit.toSeconds() + " s"
                : "stopped while it started";
        throw new DevException(
            "The " + name + " " + what + ": read " + log(name, directory) + lastLine() + ".");
      }
      pause();
    }
  }

  boolean isAlive() {
    return handle.isAlive();
  }

  long pid() {
    return handle.pid();
  }

  /** Asks first, then insists. */
  void stop() {
    handle.destroy();
    if (!exitsWithin(STOPPING)) {
      handle.destroyForcibly();
      exitsWithin(STOPPING);
    }
  }

  private boolean exitsWithin(Duration limit) {
    try {
      handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process cannot fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted while the " + name + " was stopped.", e);
    }
  }

  private String lastLine() {
    try {
      String text = Files.readString(log(name, directory), StandardCharsets.UTF_8).strip();
      return text.isEmpty()
          ? ""
          : ", which ends with: " + text.substring(text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      return " (which cannot be read: " + e.getMessage() + ")";
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted.", e);
    }
  }

  private static Instant startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  private static Path log(String name, Path directory) {
    return directory.resolve(name + ".log");
  }

  private static Path record(String name, Path directory) {
    return directory.resolve(name + ".pid");
  }
}
