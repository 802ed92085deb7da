package dev.slipway.localcluster.pod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Finds ports that nobody listens on. They lie below the range from which systems take the ports of
 * outgoing connections, so that none of those can take one between its choice and its use.
 */
public final class FreePorts {

  private static final int FIRST = 20_000;
  private static final int LAST = 31_999;
  private static final int ATTEMPTS = 500;

  private final RandomGenerator random = RandomGenerator.getDefault();

  /**
   * A free port.
   *
   * @param taken ports that were given away and may not be listened on yet
   * @throws IOException when none is found
   */
  public int next(Set<Integer> taken) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(FIRST, LAST + 1);
      if (!taken.contains(port) && isFree(port)) {
        return port;
      }
    }
    throw new IOException("No port from " + FIRST + " to " + LAST + " is free.");
  }

  private static boolean isFree(int port) {
    return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        && canBind(new InetSocketAddress(port));
  }

  private static boolean canBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
