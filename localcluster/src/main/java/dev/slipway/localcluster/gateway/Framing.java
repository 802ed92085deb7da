package dev.slipway.localcluster.gateway;

import java.util.List;

/** Where the body of a message ends. */
sealed interface Framing {

  /** There is none. */
  record None() implements Framing {}

  /** After so many bytes. */
  record Length(long bytes) implements Framing {}

  /** After the chunk of length zero. */
  record Chunked() implements Framing {}

  /** When the connection is closed; only a response may do that. */
  record UntilClosed() implements Framing {}

  /** Of a request. Refuses what two readers could take for two different requests. */
  static Framing ofRequest(HttpHead head) throws MalformedMessage {
    List<String> encodings = head.words("transfer-encoding");
    var length = head.contentLength();
    if (!encodings.isEmpty()) {
      if (length.isPresent() || !encodings.equals(List.of("chunked"))) {
        throw new MalformedMessage("Transfer-Encoding must be chunked, without Content-Length");
      }
      return new Chunked();
    }
    return length.filter(bytes -> bytes > 0).<Framing>map(Length::new).orElseGet(None::new);
  }

  /** Of a response to a request with that method. */
  static Framing ofResponse(String method, int code, HttpHead head) throws MalformedMessage {
    if (method.equals("HEAD") || code < 200 || code == 204 || code == 304) {
      return new None();
    }
    List<String> encodings = head.words("transfer-encoding");
    if (!encodings.isEmpty()) {
      if (!encodings.equals(List.of("chunked"))) {
        throw new MalformedMessage("the response has a Transfer-Encoding other than chunked");
      }
      return new Chunked();
    }
    return head.contentLength().<Framing>map(Length::new).orElseGet(UntilClosed::new);
  }
}
