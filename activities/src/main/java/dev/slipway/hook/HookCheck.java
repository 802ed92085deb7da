package dev.slipway.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Set;

/**
 * Whether Jobs of a path may be run where it lies. Pure.
 *
 * @param services of the path
 * @param kinds that the cluster has
 */
public record HookCheck(List<Manifest> services, Set<String> kinds) {

  /** They run one after another, and each is told of wherever its revision is. */
  public static final int MOST = 50;

  /**
   * @throws RefusedObjectException when a path has more Jobs that are run than there may be
   */
  public static void requireFew(Rendered rendered) {
    if (HookAnnotation.in(rendered.objects()).size() > MOST) {
      throw new RefusedObjectException(
          "more than "
              + MOST
              + " Jobs are to be run, counted for each occasion: let one Job do the work of several");
    }
  }

  public static HookCheck of(Rendered rendered, Set<String> kinds) {
    return new HookCheck(
        rendered.objects().stream().filter(object -> object.kind().equals("Service")).toList(),
        kinds);
  }

  /**
   * @throws RefusedObjectException when not: the message says why
   */
  public void check(Manifest hook) {
    HookAnnotation.objection(hook)
        .ifPresent(
            reason -> {
              throw new RefusedObjectException(reason);
            });
    if (!kinds.contains(hook.kind())) {
      throw new RefusedObjectException(
          hook.id()
              + " is to be run, and this cluster runs no Jobs (a local one does not): leave it out"
              + " of this environment's path");
    }
    JsonNode labels = hook.json().at("/spec/template/metadata/labels");
    for (Manifest service : services) {
      if (selects(service.json().at("/spec/selector"), labels)) {
        throw new RefusedObjectException(
            hook.id()
                + ": its pods have the labels by which "
                + service.id()
                + " selects, and would get its traffic: give them others");
      }
    }
  }

  private static boolean selects(JsonNode selector, JsonNode labels) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()));
  }
}
