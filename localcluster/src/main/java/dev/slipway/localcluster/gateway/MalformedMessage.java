package dev.slipway.localcluster.gateway;

import java.io.IOException;

/** What came is not HTTP/1.1, or too big. */
final class MalformedMessage extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedMessage(String message) {
    super(message);
  }
}
