package dev.slipway.starter.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/**
 * Chooses free ports on the loopback interface, each only once, also where several stacks start at
 * the same moment. A port that a person asked for is taken or refused in one sentence; the others
 * move on to the next free one.
 */
final class Ports {

  private static final int TRIES = 200;

  private final PortLeases leases;

  Ports(PortLeases leases) {
    this.leases = leases;
  }

  /**
   * @param asked the port that a person gave by the option, if any
   * @param usual where to begin when nobody asked
   * @param option its name, for the sentence
   */
  int choose(OptionalInt asked, int usual, String option) {
    if (asked.isPresent()) {
      int port = asked.getAsInt();
      if (port < 1 || port > 65_535) {
        throw new DevException(option + " needs a port from 1 to 65535, not " + port + ".");
      }
      if (!take(port)) {
        throw new DevException(
            "Port "
                + port
                + " is taken by another program: give another one with "
                + option
                + ", or leave the option out to use the next free port.");
      }
      return port;
    }
    for (int port = usual; port < Math.min(usual + TRIES, 65_536); port++) {
      if (take(port)) {
        return port;
      }
    }
    throw new DevException("No port from " + usual + " on is free: give one with " + option + ".");
  }

  private boolean take(int port) {
    return isFree(port) && leases.take(port);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
