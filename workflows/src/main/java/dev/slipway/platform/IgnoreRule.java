package dev.slipway.platform;

import java.util.List;
import java.util.Optional;

/**
 * What of live objects is somebody else's to say: no drift, and never written over.
 *
 * @param kind of the objects, as {@code Deployment}
 * @param name of the one that is meant; empty: all of the kind
 * @param fields as {@code spec.replicas}
 * @param managers field managers whose fields these are, whatever they set
 */
public record IgnoreRule(
    String kind, Optional<String> name, List<String> fields, List<String> managers) {

  public IgnoreRule {
    fields = List.copyOf(fields);
    managers = List.copyOf(managers);
  }

  public boolean isFor(String ofKind, String called) {
    return kind.equals(ofKind) && name.map(called::equals).orElse(true);
  }
}
