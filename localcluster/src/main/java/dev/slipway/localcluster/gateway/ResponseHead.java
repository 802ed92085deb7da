package dev.slipway.localcluster.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a pod answers.
 *
 * @param code HTTP status
 * @param reason what stands behind it, with its leading space
 * @param http11 whether the pod speaks HTTP/1.1
 */
record ResponseHead(HttpHead head, int code, String reason, boolean http11) {

  private static final Pattern LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})( .*)?");
  private static final int MOST_INTERIM = 10;

  /** Passes over interim answers (100 Continue and the like), which are this connection's own. */
  static ResponseHead read(HttpInput input) throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      HttpHead head = HttpHead.read(input);
      Matcher line = LINE.matcher(head.first());
      if (!line.matches()) {
        throw new MalformedMessage("the answer is not one of HTTP/1.1");
      }
      int code = Integer.parseInt(line.group(2));
      if (code >= 200) {
        String reason = line.group(3);
        return new ResponseHead(
            head, code, reason == null ? " " : reason, line.group(1).equals("1"));
      }
    }
    throw new MalformedMessage("the answer never comes");
  }

  boolean keepsAlive() {
    return head.keepsAlive(http11);
  }

  /** As the client gets it. */
  HttpHead forClient(boolean chunked, boolean close) {
    List<Header> headers = new ArrayList<>(head.endToEnd());
    if (chunked) {
      headers.removeIf(header -> header.is("content-length"));
      headers.add(new Header("Transfer-Encoding", "chunked"));
    }
    if (close) {
      headers.add(new Header("Connection", "close"));
    }
    return new HttpHead("HTTP/1.1 " + code + reason, headers);
  }
}
