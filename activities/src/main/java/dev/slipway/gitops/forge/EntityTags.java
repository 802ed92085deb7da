package dev.slipway.gitops.forge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a forge answered last, by path: it is asked only whether that is still so. */
final class EntityTags {

  private static final int MOST = 500;

  private final Map<String, Tagged> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tagged> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param tag the forge's {@code ETag}
   */
  record Tagged(String tag, JsonNode body) {}

  synchronized Optional<Tagged> of(String path) {
    return Optional.ofNullable(known.get(path));
  }

  synchronized void remember(String path, String tag, JsonNode body) {
    known.put(path, new Tagged(tag, body));
  }
}
