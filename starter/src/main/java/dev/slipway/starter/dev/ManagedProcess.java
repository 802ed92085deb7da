package dev.slipway.starter.dev;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process of the embedded default in a session of its own, so that Ctrl-C reaches the command
 * first. Known by pid and start time, which are kept in a file: nothing else is ever stopped by
 * mistake.
 */
final class ManagedProcess {

  private static final Duration STOPPING = Duration.ofSeconds(20);
  private static final long LARGEST_LOG = 20L << 20;
  private static final int TAIL = 2_000;

  /**
   * The process records itself before it becomes the program: a command that is killed right after
   * it started one leaves none behind that nobody knows.
   */
  private static final String RECORDING = "echo $$ > \"$1\" && shift && exec \"$@\"";

  private final String name;
  private final Path directory;
  private final ProcessHandle handle;

  private ManagedProcess(String name, Path directory, ProcessHandle handle) {
    this.name = name;
    this.directory = directory;
    this.handle = handle;
  }

  /**
   * Starts it; what it says goes to {@code <directory>/<name>.log}.
   *
   * @param command its arguments name the directory, by which it is known until its start time is
   *     recorded
   */
  static ManagedProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    List<String> line = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      line.add("/usr/bin/setsid");
    }
    line.addAll(List.of("/bin/sh", "-c", RECORDING, name, record(name, directory).toString()));
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name, directory).toFile()));
    builder.environment().putAll(environment);
    try {
      putLargeLogAside(log(name, directory));
      Files.deleteIfExists(record(name, directory));
      Process process = builder.start();
      process.getOutputStream().close();
      ManagedProcess started = new ManagedProcess(name, directory, process.toHandle());
      started.await(() -> Files.exists(record(name, directory)), Duration.ofSeconds(10));
      started.writeRecord();
      return started;
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
      List<String> words = List.of(Files.readString(record, StandardCharsets.UTF_8).split("\\s+"));
      if (words.isEmpty() || !words.get(0).matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(words.get(0)))
          .filter(Liveness::isAlive)
          .filter(
              handle -> words.size() > 1 ? isSince(handle, words.get(1)) : isIn(handle, directory))
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

  /** Records a process that was not started here, such as the command itself. */
  static ManagedProcess record(String name, Path directory, ProcessHandle handle) {
    ManagedProcess recorded = new ManagedProcess(name, directory, handle);
    try {
      recorded.writeRecord();
    } catch (IOException e) {
      throw new DevException(
          record(name, directory) + " cannot be written (" + e.getMessage() + ").", e);
    }
    return recorded;
  }

  private void writeRecord() throws IOException {
    Path fresh = directory.resolve(name + ".pid.new");
    Files.writeString(fresh, handle.pid() + " " + startOf(handle) + "\n", StandardCharsets.UTF_8);
    Files.move(fresh, record(name, directory), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until the condition holds, or says in one sentence why it never will. */
  void await(BooleanSupplier ready, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      boolean alive = isAlive();
      if (!alive || System.nanoTime() > end) {
        String what =
            alive ? "is not ready after " + limit.toSeconds() + " s" : "stopped while it started";
        throw new DevException(
            "The "
                + name
                + " "
                + what
                + ": read "
                + log(name, directory)
                + lastLine(name, directory)
                + ".");
      }
      pause();
    }
  }

  boolean isAlive() {
    return Liveness.isAlive(handle);
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
    long end = System.nanoTime() + limit.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** How its log ends, as half a sentence. */
  static String lastLine(String name, Path directory) {
    try (RandomAccessFile file = new RandomAccessFile(log(name, directory).toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      String text = new String(tail, StandardCharsets.UTF_8).strip();
      return text.isEmpty()
          ? ", which is empty"
          : ", which ends with: " + text.substring(text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      return " (which cannot be read: " + e.getMessage() + ")";
    }
  }

  private static void putLargeLogAside(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(30);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevException("Interrupted.", e);
    }
  }

  private static boolean isSince(ProcessHandle handle, String start) {
    return startOf(handle).toString().equals(start);
  }

  private static boolean isIn(ProcessHandle handle, Path directory) {
    return handle.info().commandLine().orElse("").contains(directory.toString());
  }

  private static Instant startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  static Path log(String name, Path directory) {
    return directory.resolve(name + ".log");
  }

  private static Path record(String name, Path directory) {
    return directory.resolve(name + ".pid");
  }
}
