package dev.slipway.localcluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a cluster is started.
 *
 * @param state directory of all that it keeps
 * @param artifacts directory of the artifact store
 * @param port of the API; empty or 0: the one that it had before, else a free one
 * @param gatewayPort likewise
 * @param keepPods whether pods go on when the cluster is stopped
 */
public record ClusterOptions(
    Path state,
    Path artifacts,
    Optional<Integer> port,
    Optional<Integer> gatewayPort,
    boolean keepPods) {

  private static final String USAGE =
      "Usage: --state DIR --artifacts DIR [--port N] [--gateway-port N] [--keep-pods]";

  public ClusterOptions {
    state = state.toAbsolutePath().normalize();
    artifacts = artifacts.toAbsolutePath().normalize();
    port = port.filter(number -> number != 0);
    gatewayPort = gatewayPort.filter(number -> number != 0);
  }

  /**
   * Reads a command line.
   *
   * @throws StartFailure when it says something else
   */
  static ClusterOptions parse(String... words) throws StartFailure {
    Optional<Path> state = Optional.empty();
    Optional<Path> artifacts = Optional.empty();
    Optional<Integer> port = Optional.empty();
    Optional<Integer> gatewayPort = Optional.empty();
    boolean keepPods = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--keep-pods" -> keepPods = true;
        case "--state" -> state = Optional.of(Path.of(value(words, i++)));
        case "--artifacts" -> artifacts = Optional.of(Path.of(value(words, i++)));
        case "--port" -> port = Optional.of(number(words, i++));
        case "--gateway-port" -> gatewayPort = Optional.of(number(words, i++));
        default -> throw new StartFailure(words[i] + " is not an option. " + USAGE);
      }
    }
    if (state.isEmpty() || artifacts.isEmpty()) {
      throw new StartFailure("--state and --artifacts are needed. " + USAGE);
    }
    return new ClusterOptions(state.get(), artifacts.get(), port, gatewayPort, keepPods);
  }

  private static String value(String[] words, int option) throws StartFailure {
    if (option + 1 >= words.length || words[option + 1].startsWith("--")) {
      throw new StartFailure(words[option] + " needs a value. " + USAGE);
    }
    return words[option + 1];
  }

  private static int number(String[] words, int option) throws StartFailure {
    String text = value(words, option);
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw new StartFailure(words[option] + " needs a port number from 0 to 65535.");
  }
}
