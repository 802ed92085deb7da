package dev.slipway.release;

import dev.slipway.release.StepStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a release or rollout as they happen. Every instant is handed in. */
public final class StepLog {

  private final List<StepStatus> steps = new ArrayList<>();

  /** Declares a step that is still to come, so that a person sees the whole way from the start. */
  public void expect(String name) {
    if (indexOf(name).isEmpty()) {
      steps.add(new StepStatus(name, State.PENDING, Optional.empty(), Optional.empty(), "", ""));
    }
  }

  /** Starts a step, declared or not; starting it again keeps its first beginning. */
  public void start(String name, String detail, Instant now) {
    expect(name);
    update(
        name,
        old ->
            new StepStatus(
                name,
                State.RUNNING,
                old.startedAt().or(() -> Optional.of(now)),
                Optional.empty(),
                detail,
                old.reference()));
  }

  /** The step waits for something outside. */
  public void waiting(String name, String detail) {
    update(
        name,
        old ->
            new StepStatus(
                name, State.WAITING, old.startedAt(), Optional.empty(), detail, old.reference()));
  }

  public void refer(String name, String reference) {
    update(
        name,
        old ->
            new StepStatus(
                name, old.state(), old.startedAt(), old.endedAt(), old.detail(), reference));
  }

  public void pass(String name, String detail, Instant now) {
    end(name, State.PASSED, detail, now);
  }

  public void fail(String name, String detail, Instant now) {
    end(name, State.FAILED, detail, now);
  }

  public void skip(String name, String detail, Instant now) {
    expect(name);
    end(name, State.SKIPPED, detail, now);
  }

  /** Whatever has not run when all is over will not run. */
  public void close(Instant now) {
    for (StepStatus step : List.copyOf(steps)) {
      if (step.state() == State.PENDING) {
        end(step.name(), State.SKIPPED, "", now);
      } else if (step.endedAt().isEmpty()) {
        end(step.name(), State.FAILED, step.detail(), now);
      }
    }
  }

  public List<StepStatus> steps() {
    return List.copyOf(steps);
  }

  private void end(String name, State state, String detail, Instant now) {
    update(
        name,
        old ->
            new StepStatus(
                name,
                state,
                old.startedAt().or(() -> Optional.of(now)),
                Optional.of(now),
                detail,
                old.reference()));
  }

  private void update(String name, java.util.function.UnaryOperator<StepStatus> change) {
    indexOf(name).ifPresent(index -> steps.set(index, change.apply(steps.get(index))));
  }

  private Optional<Integer> indexOf(String name) {
    for (int index = 0; index < steps.size(); index++) {
      if (steps.get(index).name().equals(name)) {
        return Optional.of(index);
      }
    }
    return Optional.empty();
  }
}
