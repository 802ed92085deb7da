package dev.slipway.gitops.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.slipway.manifest.CanonicalJson;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What differs between two renderings, object by object.
 *
 * @param digest of the objects that differ, both sides: what an approval is bound to
 * @param text unified, for a person: Secrets without values, at most 8 kB
 */
public record RenderedDifference(String digest, String text) {

  private static final int MAX_BYTES = 8_000;
  private static final int MAX_LINES = 2_000;
  private static final int CONTEXT = 3;

  public static RenderedDifference between(List<Manifest> base, List<Manifest> proposed) {
    Map<String, Manifest> before = byIdentity(base);
    Map<String, Manifest> after = byIdentity(proposed);
    ArrayNode differing = JsonNodeFactory.instance.arrayNode();
    List<String> lines = new ArrayList<>();
    TreeSet<String> identities = new TreeSet<>(before.keySet());
    identities.addAll(after.keySet());
    for (String identity : identities) {
      Optional<Manifest> old = Optional.ofNullable(before.get(identity));
      Optional<Manifest> now = Optional.ofNullable(after.get(identity));
      if (canonical(old).equals(canonical(now))) {
        continue;
      }
      ObjectNode pair = differing.addObject().put("object", identity);
      old.ifPresent(object -> pair.set("base", object.json()));
      now.ifPresent(object -> pair.set("proposed", object.json()));
      lines.addAll(unified(old, now));
    }
    return new RenderedDifference(CanonicalJson.digest(differing), bounded(lines));
  }

  private static Optional<String> canonical(Optional<Manifest> object) {
    return object.map(o -> CanonicalJson.text(o.json()));
  }

  private static Map<String, Manifest> byIdentity(List<Manifest> objects) {
    return objects.stream()
        .collect(
            Collectors.toMap(
                RevisionDigest::identity, o -> o, (first, same) -> first, TreeMap::new));
  }

  private static List<String> unified(Optional<Manifest> old, Optional<Manifest> now) {
    List<String> before = old.map(o -> ManifestText.lines(o, o)).orElse(List.of());
    List<String> after = now.map(o -> ManifestText.lines(o, old.orElse(null))).orElse(List.of());
    String id = now.or(() -> old).orElseThrow().id();
    if (before.size() > MAX_LINES || after.size() > MAX_LINES) {
      return List.of(
          "--- " + id,
          "+++ " + id,
          "(" + before.size() + " lines before, " + after.size() + " after: too long to compare)");
    }
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            old.isPresent() ? id : "/dev/null",
            now.isPresent() ? id : "/dev/null",
            before,
            DiffUtils.diff(before, after),
            CONTEXT);
    // Equal in text but not in content: only what is hidden differs.
    return diff.isEmpty() ? List.of("--- " + id, "+++ " + id, "(hidden values differ)") : diff;
  }

  private static String bounded(List<String> lines) {
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < lines.size(); i++) {
      bytes += lines.get(i).getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes > MAX_BYTES) {
        return text.append("… ")
            .append(lines.size() - i)
            .append(" more lines are not shown here: see the branch")
            .toString();
      }
      text.append(lines.get(i)).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
