package dev.slipway.starter.dev.demo;

import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.dev.Progress;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.PlainText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A line for every step that begins or ends: for a file, or a terminal that cannot redraw. */
final class LineScreen implements DemoScreen {

  private final Progress progress;
  private final Map<String, StepStatus.State> shown = new HashMap<>();
  private String release = "";

  LineScreen(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void show(ReleaseStatus now, Optional<RolloutStatus> rollout) {
    String key = now.input().key().toString();
    if (!key.equals(release)) {
      release = key;
      shown.clear();
    }
    show("", now.steps());
    rollout.ifPresent(
        running -> show(running.input().target().key().environment() + ": ", running.steps()));
  }

  @Override
  public void leave() {
    // Lines stay where they are.
  }

  private void show(String prefix, List<StepStatus> steps) {
    for (StepStatus step : steps) {
      StepStatus.State before = shown.put(prefix + step.name(), step.state());
      if (step.state() != before) {
        line(prefix, step).ifPresent(progress::say);
      }
    }
  }

  private static Optional<String> line(String prefix, StepStatus step) {
    String name = String.format(Locale.ROOT, "%-28s ", prefix + step.name());
    String detail =
        step.detail().isEmpty() ? "" : "  " + PlainText.line(Digests.abbreviate(step.detail()));
    return switch (step.state()) {
      case PENDING -> Optional.empty();
      case RUNNING -> Optional.of(name + "begins" + detail);
      case WAITING -> Optional.of(name + "waits" + detail);
      case PASSED -> Optional.of(name + "passed" + took(step) + detail);
      case FAILED -> Optional.of(name + "FAILED" + took(step) + detail);
      case SKIPPED -> Optional.of(name + "skipped" + detail);
    };
  }

  private static String took(StepStatus step) {
    if (step.startedAt().isEmpty() || step.endedAt().isEmpty()) {
      return "";
    }
    Duration took = Duration.between(step.startedAt().get(), step.endedAt().get());
    return String.format(Locale.ROOT, " in %.1f s", took.toMillis() / 1000.0);
  }
}
