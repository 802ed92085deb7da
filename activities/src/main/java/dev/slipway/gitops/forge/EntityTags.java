package dev.slipway.gitops.forge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a forge answered last, by path: it is asked only whether that is still so. What was asked
 * for longest ago is forgotten first, beyond 500 answers or 16 MB of them together: a page of a
 * hundred open pull requests is some megabytes, and is the one that is asked for most often.
 */
final class EntityTags {

  private static final int MOST = 500;
  private static final long MOST_BYTES = 16 << 20;

  private final Map<String, Tagged> known = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param tag the forge's {@code ETag}
   * @param size of the body in bytes, as it came
   */
  record Tagged(String tag, JsonNode body, int size) {}

  synchronized Optional<Tagged> of(String path) {
    return Optional.ofNullable(known.get(path));
  }

  synchronized void remember(String path, Tagged answer) {
    bytes += answer.size() - sizeOf(known.put(path, answer));
    Iterator<Tagged> eldest = known.values().iterator();
    while (bytes > MOST_BYTES || known.size() > MOST) {
      bytes -= eldest.next().size();
      eldest.remove();
    }
  }

  private static int sizeOf(@Nullable Tagged one) {
    return one == null ? 0 : one.size();
  }
}
