package dev.slipway.localcluster.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The first line and the headers of a request or response.
 *
 * @param first without its line end
 */
record HttpHead(String first, List<Header> headers) {

  private static final int LONGEST = 64 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern BAD_VALUE = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
  private static final Pattern LIST = Pattern.compile("\\s*,\\s*");
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  HttpHead {
    headers = List.copyOf(headers);
  }

  static HttpHead read(HttpInput input) throws IOException {
    String first = input.line(LONGEST);
    List<Header> headers = new ArrayList<>();
    int size = first.length();
    while (true) {
      String line = input.line(LONGEST);
      if (line.isEmpty()) {
        return new HttpHead(first, headers);
      }
      size += line.length();
      if (size > LONGEST || headers.size() == MOST_HEADERS) {
        throw new MalformedMessage("the headers are too big");
      }
      headers.add(header(line));
    }
  }

  private static Header header(String line) throws MalformedMessage {
    int colon = line.indexOf(':');
    if (colon < 1 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
      throw new MalformedMessage("a header line has no valid name");
    }
    String value = line.substring(colon + 1).strip();
    if (BAD_VALUE.matcher(value).find()) {
      throw new MalformedMessage("a header has a control character");
    }
    return new Header(line.substring(0, colon), value);
  }

  /** The first value of that header. */
  Optional<String> value(String name) {
    return headers.stream().filter(header -> header.is(name)).map(Header::value).findFirst();
  }

  /** All values of that header, split at commas, in lower case. */
  List<String> words(String name) {
    return headers.stream()
        .filter(header -> header.is(name))
        .flatMap(header -> Arrays.stream(LIST.split(header.value().toLowerCase(Locale.ROOT))))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The headers that are meant for the other end, not for this connection. */
  List<Header> endToEnd() {
    Set<String> dropped = new HashSet<>(HOP_BY_HOP);
    dropped.addAll(words("connection"));
    return headers.stream()
        .filter(header -> !dropped.contains(header.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  /** Whether the connection may be used again after this message. */
  boolean keepsAlive(boolean http11) {
    List<String> words = words("connection");
    return http11 ? !words.contains("close") : words.contains("keep-alive");
  }

  /**
   * The declared length of the body.
   *
   * @throws MalformedMessage when there are two that differ, or it is not a number
   */
  Optional<Long> contentLength() throws MalformedMessage {
    List<String> lengths = words("content-length").stream().distinct().toList();
    if (lengths.isEmpty()) {
      return Optional.empty();
    }
    if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
      throw new MalformedMessage("Content-Length is not one number");
    }
    return Optional.of(Long.parseLong(lengths.getFirst()));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(256);
    text.append(first).append("\r\n");
    headers.forEach(
        header -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
