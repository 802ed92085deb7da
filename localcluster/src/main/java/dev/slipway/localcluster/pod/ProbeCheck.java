package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.Probe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a pod once.
 *
 * @param port of the pod on the loopback address
 */
record ProbeCheck(Probe probe, int port) {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b.*");
  private static final int LONGEST_LINE = 1024;

  /** Empty when the pod is well, else what was wrong. */
  Optional<String> run() {
    long end = System.nanoTime() + probe.timeout().toNanos();
    try (Socket socket = new Socket()) {
      int millis = (int) Math.max(1, probe.timeout().toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      return probe.path().isEmpty() ? Optional.empty() : ask(socket, probe.path().get(), end);
    } catch (ConnectException e) {
      return Optional.of("nothing listens on its port " + port + " (variable PORT)");
    } catch (SocketTimeoutException e) {
      return Optional.of("no answer within " + probe.timeout().toMillis() + " ms");
    } catch (IOException e) {
      return Optional.of("the connection broke: " + e.getMessage());
    }
  }

  private Optional<String> ask(Socket socket, String path, long end) throws IOException {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nUser-Agent: localcluster-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    Matcher status = STATUS.matcher(firstLine(socket, end));
    if (!status.matches()) {
      return Optional.of("GET " + path + " was not answered in HTTP/1.1");
    }
    int code = Integer.parseInt(status.group(1));
    return code >= 200 && code < 400
        ? Optional.empty()
        : Optional.of("GET " + path + " was answered with " + code);
  }

  private static String firstLine(Socket socket, long end) throws IOException {
    InputStream input = socket.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() < LONGEST_LINE) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isPositive()) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout((int) Math.max(1, left.toMillis()));
      int next = input.read();
      if (next < 0 || next == '\r' || next == '\n') {
        break;
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
