package dev.slipway.localcluster.object;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What an object is called.
 *
 * @param namespace a DNS label; needs not be made before it is used
 * @param name a DNS subdomain, at most 200 characters, so that names derived from it fit a file
 *     name
 */
public record ObjectKey(String namespace, Kind kind, String name) implements Comparable<ObjectKey> {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST = 200;
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::kind)
          .thenComparing(ObjectKey::name);

  public ObjectKey {
    if (!isNamespace(namespace)) {
      throw new InvalidObject(
          "metadata.namespace", "must be a DNS label (lower case letters, digits and '-')");
    }
    if (!isName(name)) {
      throw new InvalidObject(
          "metadata.name", "must be a DNS subdomain (lower case letters, digits, '-' and '.')");
    }
  }

  static boolean isNamespace(String text) {
    return LABEL.matcher(text).matches();
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST && SUBDOMAIN.matcher(text).matches();
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.word() + "/" + name + " in " + namespace;
  }
}
