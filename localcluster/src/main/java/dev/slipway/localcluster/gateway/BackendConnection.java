package dev.slipway.localcluster.gateway;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A connection to a pod. */
final class BackendConnection {

  private static final int CONNECT_MILLIS = 2000;

  private final SocketChannel channel;
  private final HttpInput input;
  private final OutputStream output;
  private long restingSince;

  private BackendConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.input = new HttpInput(channel.socket().getInputStream());
    this.output = new BufferedOutputStream(channel.socket().getOutputStream(), 16 * 1024);
  }

  /** Connects; when that fails, nothing was sent, and another pod may be tried. */
  static BackendConnection open(int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel
          .socket()
          .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return new BackendConnection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  HttpInput input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  /** How long one read may wait. */
  void waitAtMost(Duration limit) throws IOException {
    channel.socket().setSoTimeout(Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
  }

  void rest() {
    restingSince = System.nanoTime();
  }

  boolean restedFor(Duration time) {
    return System.nanoTime() - restingSince > time.toNanos();
  }

  /**
   * Whether a request may be sent on it: servers close idle connections, and a request on a closed
   * one would fail although its pod is well.
   */
  boolean usable(Duration longestRest) {
    if (restedFor(longestRest) || input.buffered() > 0) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // A connection that cannot be closed is of no use to anybody either.
      restingSince = 0;
    }
  }
}
