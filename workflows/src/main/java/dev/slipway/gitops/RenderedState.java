package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.hook.Hook;
import java.util.List;
import java.util.Optional;

/**
 * A path of the config repository as rendered at a commit, by digests only.
 *
 * @param commit the config repository's commit, full id
 * @param revision digest of all rendered objects in canonical form: the same objects, the same
 *     revision, whatever the commit
 * @param podRevision digest of what touches the workload's pods: its pod template and the
 *     ConfigMaps and Secrets that it names; equal means that nothing needs a canary
 * @param artifact digest of the workload's image, where it is named by digest
 * @param objects how many objects were rendered
 * @param hooks Jobs that are run once for the revision, in their order
 */
public record RenderedState(
    String commit,
    String revision,
    String podRevision,
    Optional<String> artifact,
    int objects,
    List<Hook> hooks) {

  @JsonCreator
  public RenderedState {
    // Those of older workers have none.
    hooks = hooks == null ? List.of() : List.copyOf(hooks);
  }

  /** One without Jobs. */
  public RenderedState(
      String commit, String revision, String podRevision, Optional<String> artifact, int objects) {
    this(commit, revision, podRevision, artifact, objects, List.of());
  }
}
