package dev.slipway.e2e;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many requests a second, and which version answered them: what clients see of a rollout,
 * without asking the one who does it.
 */
final class VersionLoad implements AutoCloseable {

  private static final Pattern VERSION = Pattern.compile("version-(\\d+)");

  private final OpenLoop loop;
  private final Map<Integer, Seen> seen = new ConcurrentHashMap<>();
  private final AtomicLong unanswered = new AtomicLong();

  /**
   * What was seen of one version.
   *
   * @param first of its answers, by the clock of {@link System#nanoTime()}
   * @param last of its answers, by the same clock
   * @param answers all that it gave
   * @param failed those of them that were errors
   */
  record Seen(long first, long last, long answers, long failed) {

    private static Seen one(long at, boolean failed) {
      return new Seen(at, at, 1, failed ? 1 : 0);
    }

    private Seen and(Seen other) {
      return new Seen(
          Math.min(first, other.first),
          Math.max(last, other.last),
          answers + other.answers,
          failed + other.failed);
    }

    /** From its first answer to its last. */
    Duration exposure() {
      return Duration.ofNanos(last - first);
    }
  }

  VersionLoad(String url, int perSecond) {
    loop = new OpenLoop(perSecond, () -> ask(url));
  }

  private void ask(String url) {
    try {
      HttpResponse<String> answer = Web.get(url);
      Matcher version = VERSION.matcher(answer.body());
      if (version.find()) {
        Seen one = Seen.one(System.nanoTime(), answer.statusCode() != 200);
        seen.merge(Integer.parseInt(version.group(1)), one, Seen::and);
      } else {
        unanswered.incrementAndGet();
      }
    } catch (IOException e) {
      unanswered.incrementAndGet();
    }
  }

  /** What was seen of a version until now; nothing is all zero. */
  Seen of(int version) {
    return seen.getOrDefault(version, new Seen(0, 0, 0, 0));
  }

  /** How often no version answered. */
  long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    loop.close();
  }
}
