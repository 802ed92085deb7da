package dev.slipway.localcluster.gateway;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One pod as the gateway sees it. Gets requests only while it is ready and open; once closed it
 * never opens again, and requests that had it before go on.
 */
public final class Endpoint {

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final int CLOSED = 1 << 30;

  private final String pod;
  private final int port;
  private final AtomicInteger use = new AtomicInteger();
  private final ConcurrentLinkedDeque<BackendConnection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean ready;

  /**
   * @param port on the loopback address
   */
  public Endpoint(String pod, int port) {
    this.pod = pod;
    this.port = port;
  }

  public String pod() {
    return pod;
  }

  public int port() {
    return port;
  }

  /** Whether it would get a request now. */
  public boolean takesRequests() {
    return ready && use.get() < CLOSED;
  }

  public void setReady(boolean ready) {
    this.ready = ready;
  }

  /** Requests that it has and that are not answered yet. */
  public int inFlight() {
    return use.get() & (CLOSED - 1);
  }

  /** From now on no request begins. */
  public void close() {
    use.getAndUpdate(count -> count | CLOSED);
    closeIdle();
  }

  /** Takes a place for one request; false when it is closed or not ready. */
  boolean begin() {
    if (!ready) {
      return false;
    }
    int before = use.getAndUpdate(count -> count >= CLOSED ? count : count + 1);
    return before < CLOSED;
  }

  void end() {
    use.decrementAndGet();
  }

  /** An open connection that was used before, if there is one. */
  @Nullable BackendConnection pooled() {
    while (true) {
      BackendConnection connection = idle.pollFirst();
      if (connection == null) {
        return null;
      }
      if (connection.usable(IDLE)) {
        return connection;
      }
      connection.close();
    }
  }

  /** Keeps a connection for the next request, and drops those that nobody needed lately. */
  void keep(BackendConnection connection) {
    connection.rest();
    idle.addFirst(connection);
    BackendConnection oldest = idle.peekLast();
    if (oldest != null && oldest.restedFor(IDLE) && idle.removeLastOccurrence(oldest)) {
      oldest.close();
    }
    if (use.get() >= CLOSED) {
      closeIdle();
    }
  }

  private void closeIdle() {
    BackendConnection connection = idle.pollFirst();
    while (connection != null) {
      connection.close();
      connection = idle.pollFirst();
    }
  }
}
