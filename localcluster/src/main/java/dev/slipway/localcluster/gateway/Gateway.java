package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.object.StoredObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The weighted reverse proxy: HTTP/1.1 on the loopback address, a virtual thread for each
 * connection. Its routing table is replaced as a whole, so that a change of weights is in force for
 * the next request as soon as {@link #refresh} has returned.
 */
public final class Gateway implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final int BACKLOG = 1024;
  private static final int MOST_CONNECTIONS = 4096;

  private final ServerSocket listener;
  private final Endpoints endpoints;
  private final GatewayMetrics metrics = new GatewayMetrics(System.currentTimeMillis() / 1000.0);
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile RoutingTable table = RoutingTable.empty();
  private volatile boolean closed;

  private Gateway(ServerSocket listener, Endpoints endpoints) {
    this.listener = listener;
    this.endpoints = endpoints;
  }

  /**
   * Takes the port; requests wait until {@link #serve}.
   *
   * @throws java.net.BindException when the port is taken
   */
  public static Gateway bind(int port, Endpoints endpoints) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return new Gateway(listener, endpoints);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** Begins to answer. */
  public void serve() {
    Thread.ofVirtual().name("gateway").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public GatewayMetrics metrics() {
    return metrics;
  }

  /** Takes the routes as they are now. */
  public void refresh(Supplier<List<StoredObject>> objects) {
    refreshing.lock();
    try {
      table = table.next(objects.get());
    } finally {
      refreshing.unlock();
    }
  }

  /** The weights of the route that the next request will be dealt by. */
  public Map<String, Integer> weightsInForce(String namespace, String route) {
    return table.generalWeights(namespace, route);
  }

  /** The same for each rule of the route. */
  public List<Map<String, Integer>> weightsByRule(String namespace, String route) {
    return table.weights(namespace, route);
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(listener);
    clients.forEach(Gateway::closeQuietly);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        if (clients.size() >= MOST_CONNECTIONS) {
          client.close();
        } else {
          clients.add(client);
          Thread.ofVirtual().name("gateway-client").start(() -> serve(client));
        }
      } catch (IOException e) {
        if (!closed) {
          LOG.log(System.Logger.Level.WARNING, "The gateway could not accept a connection.", e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      new ClientConnection(client, () -> table, endpoints, metrics).run();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A client's connection broke.", e);
    } finally {
      clients.remove(client);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "A socket could not be closed.", e);
    }
  }
}
