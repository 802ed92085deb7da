package dev.slipway.localcluster.gateway;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request asks for.
 *
 * @param target path and query, as they are passed on
 * @param path without the query
 * @param host lower case, without port; empty when an HTTP/1.0 client names none
 */
record RequestLine(String method, String target, String path, String host, boolean http11) {

  private static final Pattern LINE =
      Pattern.compile("([A-Z!#$%&'*+.^_`|~0-9a-z-]{1,40}) ([\\x21-\\x7e]+) HTTP/1\\.([01])");
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?]+)([/?].*)?");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  static RequestLine of(HttpHead head) throws MalformedMessage {
    Matcher line = LINE.matcher(head.first());
    if (!line.matches()) {
      throw new MalformedMessage("the request line is not one of HTTP/1.1");
    }
    boolean http11 = line.group(3).equals("1");
    long hosts = head.headers().stream().filter(header -> header.is("host")).count();
    if (hosts > 1 || (http11 && hosts == 0)) {
      throw new MalformedMessage("the request must have one Host header");
    }
    String target = line.group(2);
    String host = head.value("host").orElse("");
    Matcher absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      host = absolute.group(1);
      String rest = absolute.group(2);
      target = rest == null ? "/" : rest.startsWith("?") ? "/" + rest : rest;
    }
    if (!target.startsWith("/") && !target.equals("*")) {
      throw new MalformedMessage("the request's target is not a path");
    }
    int query = target.indexOf('?');
    return new RequestLine(
        line.group(1),
        target,
        query < 0 ? target : target.substring(0, query),
        PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst(""),
        http11);
  }
}
