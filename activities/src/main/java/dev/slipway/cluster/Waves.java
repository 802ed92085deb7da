package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * In which wave of a sync an object is applied, by its annotation: lower ones first, each healthy
 * before the next; 0 where nothing is said.
 */
public final class Waves {

  /** The annotation, a whole number. */
  static final String WAVE = "slipway.dev/wave";

  /** That of people who come from Argo CD; ours comes first. */
  static final String ARGO_WAVE = "argocd.argoproj.io/sync-wave";

  private static final int FURTHEST = 10_000;

  private Waves() {}

  /**
   * @throws RefusedObjectException when it is no number between -10000 and 10000
   */
  public static int of(Manifest object) {
    JsonNode annotations = object.json().path("metadata").path("annotations");
    String annotation = annotations.has(WAVE) ? WAVE : ARGO_WAVE;
    String text = annotations.path(annotation).asText("").strip();
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("[+-]?[0-9]{1,5}") || Math.abs(Integer.parseInt(text)) > FURTHEST) {
      throw new RefusedObjectException(
          object.id()
              + ": "
              + annotation
              + " is '"
              + text
              + "': write a whole number between -10000 and 10000");
    }
    return Integer.parseInt(text);
  }

  /** The objects by their wave, each wave in the order in which they were given. */
  static SortedMap<Integer, List<Manifest>> divided(List<Manifest> objects) {
    SortedMap<Integer, List<Manifest>> waves = new TreeMap<>();
    for (Manifest object : objects) {
      waves.computeIfAbsent(of(object), wave -> new ArrayList<>()).add(object);
    }
    return waves;
  }
}
