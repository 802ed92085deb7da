package dev.slipway.benchmarks.server;

import dev.slipway.temporal.SlipwaySearchAttributes;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal server with the settings of {@code slipway dev}, on free loopback ports and with its
 * state in a temporary directory; or the one that {@code TEMPORAL_ADDRESS} names, which must know
 * Slipway's search attributes. An embedded one ends with the measurement, and with this process.
 */
public final class TemporalServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final String address;
  private final String version;
  private final @Nullable Process process;
  private final @Nullable Path state;
  private final Thread lastResort = new Thread(this::stop, "stop-temporal");

  private TemporalServer(
      String address, String version, @Nullable Process process, @Nullable Path state) {
    this.address = address;
    this.version = version;
    this.process = process;
    this.state = state;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * @param settings further dynamic settings of an embedded server, as {@code key=value}: to try
   *     what they would change
   */
  public static TemporalServer start(Map<String, String> environment, List<String> settings)
      throws IOException {
    String given = environment.getOrDefault("TEMPORAL_ADDRESS", "");
    return given.isBlank()
        ? embedded(TemporalExecutable.find(environment), settings)
        : new TemporalServer(given, "given by TEMPORAL_ADDRESS", null, null);
  }

  private static TemporalServer embedded(Path executable, List<String> settings)
      throws IOException {
    Path state = Files.createTempDirectory("slipway-benchmark");
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                executable.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--headless",
                "--db-filename",
                state.resolve("temporal.db").toString(),
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=normal",
                "--dynamic-config-value",
                "system.enableActivityEagerExecution=true",
                "--dynamic-config-value",
                "history.transferProcessorMaxPollRPS=1000",
                "--log-level",
                "error"));
    for (SearchAttributeKey<String> key : SlipwaySearchAttributes.all()) {
      command.add("--search-attribute");
      command.add(key.getName() + "=Keyword");
    }
    for (String setting : settings) {
      command.add("--dynamic-config-value");
      command.add(setting);
    }
    TemporalServer server =
        new TemporalServer(
            "127.0.0.1:" + port,
            versionOf(executable, state),
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("temporal.log").toFile())
                .start(),
            state);
    server.awaitListening(port);
    return server;
  }

  public String address() {
    return address;
  }

  /** What the executable says of itself. */
  public String version() {
    return version;
  }

  /** CPU time of the server so far; empty when it is not ours. */
  public Optional<Duration> cpu() {
    return Optional.ofNullable(process).flatMap(own -> own.info().totalCpuDuration());
  }

  /** Its resident memory in MiB; empty when it is not ours or the system does not tell. */
  public Optional<Long> memory() {
    if (process == null) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }

  private void stop() {
    if (process == null || state == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(state);
  }

  private void awaitListening(int port) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!isListening(port)) {
      if (process == null || !process.isAlive() || System.nanoTime() > end) {
        String said = state == null ? "" : Files.readString(state.resolve("temporal.log"));
        close();
        throw new IOException("The Temporal server did not start; it said: " + said.strip());
      }
      pause(Duration.ofMillis(50));
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String versionOf(Path executable, Path state) throws IOException {
    Path answer = state.resolve("version");
    Process asked =
        new ProcessBuilder(executable.toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    try {
      if (!asked.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        asked.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Files.readString(answer, StandardCharsets.UTF_8).strip();
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println(directory + " could not be deleted: " + e.getMessage());
    }
  }

  /** Lets time pass while something outside goes on. */
  public static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
