package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.temporal.FailureSentence;
import dev.slipway.temporal.Interruptible;
import dev.slipway.temporal.NamedWait;
import dev.slipway.temporal.SlipwaySearchAttributes;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How the steps of a release run: each can be ended by an abort, a broken one parks, every wait has
 * a deadline, and what happens is shown. Composed by the workflow and its passages.
 */
final class ReleaseRuntime {

  /** How long a broken step waits for a person. */
  private static final Duration PARKED = Duration.ofHours(24);

  private final ReleaseInput input;
  private final ReleaseProgress progress;
  private final ReleaseInbox inbox;

  ReleaseRuntime(ReleaseInput input, ReleaseProgress progress, ReleaseInbox inbox) {
    this.input = input;
    this.progress = progress;
    this.inbox = inbox;
  }

  ReleaseInput input() {
    return input;
  }

  /** The release's key, as it is told to people and to environments. */
  String release() {
    return input.key().toString();
  }

  ReleaseProgress progress() {
    return progress;
  }

  ReleaseInbox inbox() {
    return inbox;
  }

  /**
   * Runs an activity as a step. A failure that the activity's policy gave up on parks the release
   * for 24 hours, in which a person can retry or abort: what is broken is not what was judged.
   */
  <T> T run(String step, Functions.Func<T> activity) {
    return run(step, activity, () -> false).orElseThrow();
  }

  /**
   * The same, where others wait for what the release holds: it can give that back before it is
   * parked.
   *
   * @param giveBack whether it does
   * @return empty when it was parked without: what led here has to be done anew
   */
  <T> Optional<T> run(String step, Functions.Func<T> activity, BooleanSupplier giveBack) {
    while (true) {
      progress.log().start(step, "", now());
      show();
      try {
        Optional<T> result = Interruptible.call(activity, inbox::isAborted);
        if (result.isEmpty()) {
          throw aborted(step);
        }
        return result;
      } catch (ActivityFailure e) {
        boolean without = giveBack.getAsBoolean();
        park(step, FailureSentence.of(e));
        if (without) {
          return Optional.empty();
        }
      }
    }
  }

  /**
   * Runs an activity that tidies up after the release: what cannot be done is said in the log of
   * steps, and does not change how the release ends.
   */
  void tidy(String step, Runnable activity) {
    try {
      activity.run();
    } catch (ActivityFailure e) {
      progress.log().skip(step, FailureSentence.of(e), now());
    }
  }

  private void park(String step, String problem) {
    ReleaseStatus.Phase before = progress.phase();
    progress.enter(ReleaseStatus.Phase.PARKED);
    progress.log().waiting(step, problem);
    boolean decided =
        await(
            new Waiting(
                step + " is broken: " + problem,
                now(),
                Optional.of(now().plus(PARKED)),
                "the release fails",
                List.of("whoever mends it"),
                List.of(
                    "slipway release retry " + release(), "slipway release abort " + release())),
            inbox::hasRetry);
    if (!decided) {
      progress.log().fail(step, problem, now());
      throw new ReleaseStopped(Outcome.FAILED, step + " was broken for 24 hours: " + problem);
    }
    inbox.takeRetry();
    progress.enter(before);
  }

  /**
   * Waits until the condition holds, the deadline is over, or somebody aborts.
   *
   * @return whether the condition holds
   * @throws ReleaseStopped when aborted
   */
  boolean await(Waiting what, BooleanSupplier condition) {
    progress.await(what);
    show();
    Duration left = what.until().map(until -> Duration.between(now(), until)).orElse(PARKED);
    BooleanSupplier ended = () -> condition.getAsBoolean() || inbox.isAborted();
    if (left.isPositive()) {
      NamedWait.await(left, what.reason(), ended);
    }
    progress.proceed();
    if (inbox.isAborted() && !condition.getAsBoolean()) {
      throw aborted(what.reason());
    }
    return condition.getAsBoolean();
  }

  /**
   * @throws ReleaseStopped when somebody aborted
   */
  void stopIfAborted(String where) {
    if (inbox.isAborted()) {
      throw aborted(where);
    }
  }

  void enter(ReleaseStatus.Phase phase) {
    progress.enter(phase);
    SearchAttributeUpdate<String> where =
        SlipwaySearchAttributes.PHASE.valueSet(phase.name().toLowerCase(Locale.ROOT));
    if (progress.environment().isEmpty()) {
      Workflow.upsertTypedSearchAttributes(where);
    } else {
      Workflow.upsertTypedSearchAttributes(
          where, SlipwaySearchAttributes.ENVIRONMENT.valueSet(progress.environment()));
    }
    show();
  }

  void show() {
    Workflow.setCurrentDetails(ReleaseDetails.markdown(progress.status()));
  }

  private ReleaseStopped aborted(String where) {
    String by = inbox.abort().map(ReleaseRuntime::named).orElse("an operator");
    return new ReleaseStopped(Outcome.ABORTED, "aborted by " + by + " during: " + where);
  }

  private static String named(OperatorOrder order) {
    return order.reason().isBlank() ? order.by() : order.by() + " (" + order.reason() + ")";
  }
}
