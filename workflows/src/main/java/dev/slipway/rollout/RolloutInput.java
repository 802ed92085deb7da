package dev.slipway.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.hook.Hook;
import java.util.List;

/**
 * @param stable what serves everyone now
 * @param candidate what shall
 * @param cause the release, or the author of a person's own commit: shown to people
 * @param attempt from 1, per candidate revision: retries share the bound on false rollbacks
 * @param hooks Jobs of the candidate, in their order
 */
public record RolloutInput(
    Target target,
    RevisionRef stable,
    RevisionRef candidate,
    RolloutPlan plan,
    String cause,
    int attempt,
    List<Hook> hooks) {

  @JsonCreator
  public RolloutInput {
    // Those of older workers have none.
    hooks = hooks == null ? List.of() : List.copyOf(hooks);
  }

  /** Without Jobs. */
  public RolloutInput(
      Target target,
      RevisionRef stable,
      RevisionRef candidate,
      RolloutPlan plan,
      String cause,
      int attempt) {
    this(target, stable, candidate, plan, cause, attempt, List.of());
  }
}
