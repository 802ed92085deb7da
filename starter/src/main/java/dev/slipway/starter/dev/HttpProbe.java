package dev.slipway.starter.dev;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks an address of this machine whether it is there. */
final class HttpProbe {

  private static final int LIMIT_MILLIS = 2_000;

  private HttpProbe() {}

  /** Whether it answers with 200 now. */
  static boolean isFine(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
