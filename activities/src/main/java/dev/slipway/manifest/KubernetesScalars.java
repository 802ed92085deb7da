package dev.slipway.manifest;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * Reads plain scalars as Kubernetes' own tools do, which is neither YAML 1.1 nor 1.2: {@code on} is
 * a truth value, {@code 0644} is octal, and {@code 12e4} is text (else an abbreviated commit id
 * would become a number). The same file must mean the same here and in {@code kubectl}.
 */
final class KubernetesScalars implements ScalarResolver {

  static final Set<String> TRUE = words("true", "yes", "on", "y");
  static final Set<String> FALSE = words("false", "no", "off", "n");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0|[1-9][0-9_]*|0o?[0-7]+|0x[0-9a-fA-F]+|0b[01]+)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([0-9]*\\.?[0-9]+([eE][-+][0-9]+)?|\\.(inf|Inf|INF))|\\.(nan|NaN|NAN)");

  @Override
  public Tag resolve(String value, Boolean implicit) {
    if (!implicit) {
      return Tag.STR;
    }
    if (NULL.contains(value)) {
      return Tag.NULL;
    }
    if (TRUE.contains(value) || FALSE.contains(value)) {
      return Tag.BOOL;
    }
    if (value.length() > 64) {
      return Tag.STR;
    }
    if (INTEGER.matcher(value).matches()) {
      return Tag.INT;
    }
    return FLOAT.matcher(value).matches() ? Tag.FLOAT : Tag.STR;
  }

  private static Set<String> words(String... lower) {
    Set<String> all = new HashSet<>();
    for (String word : lower) {
      all.add(word);
      all.add(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
      all.add(word.toUpperCase(Locale.ROOT));
    }
    return Set.copyOf(all);
  }
}
