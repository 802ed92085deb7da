package dev.slipway.gitops.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.gitops.RenderedState;
import dev.slipway.hook.HookAnnotation;
import dev.slipway.manifest.CanonicalJson;
import dev.slipway.manifest.ImageName;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Digests of rendered objects: independent of the files and the commit they stand in. */
public final class RevisionDigest {

  private RevisionDigest() {}

  /** What makes an object the same one: group, kind, namespace and name. */
  static String identity(Manifest manifest) {
    String apiVersion = manifest.json().path("apiVersion").asText();
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String namespace = manifest.json().at("/metadata/namespace").asText("");
    return String.join("/", group, manifest.kind(), namespace, manifest.name());
  }

  static String of(List<Manifest> objects) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    objects.stream()
        .sorted(Comparator.comparing(RevisionDigest::identity))
        .forEach(object -> all.add(object.json()));
    return CanonicalJson.digest(all);
  }

  public static RenderedState state(String commit, List<Manifest> objects, Workload workload) {
    ArrayNode pods = JsonNodeFactory.instance.arrayNode().add(workload.podTemplate());
    Set<String> read = workload.configuration();
    objects.stream()
        .filter(object -> read.contains(object.id()))
        .sorted(Comparator.comparing(RevisionDigest::identity))
        .forEach(object -> pods.add(object.json()));
    Optional<String> artifact =
        workload.image().flatMap(ImageName::digest).filter(d -> d.matches("sha256:[0-9a-f]{64}"));
    return new RenderedState(
        commit,
        of(objects),
        CanonicalJson.digest(pods),
        artifact,
        objects.size(),
        HookAnnotation.in(objects));
  }
}
