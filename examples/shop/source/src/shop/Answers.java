package shop;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests were answered, by status, in the words of Micrometer, which most Java services
 * count with: whoever judges a new version needs to know no more.
 */
final class Answers {

  private final Map<Integer, Long> byStatus = new TreeMap<>();

  synchronized void count(int status) {
    byStatus.merge(status, 1L, Long::sum);
  }

  /** As Prometheus reads it. */
  synchronized String text() {
    StringBuilder text = new StringBuilder("# TYPE http_server_requests_seconds_count counter\n");
    byStatus.forEach(
        (status, count) ->
            text.append("http_server_requests_seconds_count{uri=\"/shop\",status=\"")
                .append(status)
                .append("\"} ")
                .append(count)
                .append('\n'));
    return text.toString();
  }
}
