package dev.slipway.starter.release;

import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.screen.Times;
import dev.slipway.temporal.WorkflowIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release on one screen: heading, tree of its steps, canary, and what it waits for. */
public final class ReleaseScreen {

  private static final int WIDEST_NAME = 36;
  private static final String INDENT = "  ";

  private final ReleaseView view;
  private final Times times;

  public ReleaseScreen(ReleaseView view, Times times) {
    this.view = view;
    this.times = times;
  }

  public List<Line> lines() {
    List<Line> lines = new ArrayList<>(heading());
    lines.add(Line.empty());
    lines.addAll(tree());
    List<Line> canary = canary();
    if (!canary.isEmpty()) {
      lines.add(Line.empty());
      lines.addAll(canary);
    }
    List<Line> end = end();
    if (!end.isEmpty()) {
      lines.add(Line.empty());
      lines.addAll(end);
    }
    return lines;
  }

  /** While it runs with its weight; afterwards what the analysis had found. */
  private List<Line> canary() {
    return view.runningRollout()
        .map(CanaryLines::of)
        .or(
            () ->
                view.rollouts().stream()
                    .filter(rollout -> rollout.analysis().isPresent())
                    .reduce((earlier, later) -> later)
                    .map(CanaryLines::found))
        .orElse(List.of());
  }

  private List<Line> heading() {
    ReleaseStatus release = view.release();
    Line first =
        Line.of(Paint.BOLD, view.key())
            .add("  ")
            .add(ReleaseWords.paint(view), ReleaseWords.state(view));
    if (!release.environment().isEmpty() && !view.hasEnded()) {
      first.add(" in ").outside(release.environment());
    }
    List<Line> lines = new ArrayList<>(List.of(first));
    if (!release.subject().isBlank()) {
      lines.add(Line.of(INDENT).outside(release.subject()));
    }
    Line facts = Line.of(INDENT).outside(Paint.DIM, "by " + release.input().startedBy());
    if (!release.team().isBlank()) {
      facts.add(Paint.DIM, " · team ").outside(Paint.DIM, release.team());
    }
    release
        .artifact()
        .ifPresent(
            artifact -> facts.outside(Paint.DIM, " · " + Digests.abbreviate(artifact.reference())));
    facts.add(Paint.DIM, " · " + times.at(release.startedAt()) + " · " + took());
    lines.add(facts);
    release
        .pullRequest()
        .ifPresent(link -> lines.add(Line.of(INDENT).outside(Paint.DIM, "change " + link)));
    return lines;
  }

  private String took() {
    return Times.words(
        java.time.Duration.between(
            view.release().startedAt(),
            view.release().result().map(ReleaseResult::endedAt).orElse(times.now())));
  }

  private List<Line> tree() {
    Map<String, List<StepStatus>> groups = new LinkedHashMap<>();
    view.release()
        .steps()
        .forEach(
            step ->
                groups
                    .computeIfAbsent(StepName.environment(step), key -> new ArrayList<>())
                    .add(step));
    StepLines rows = new StepLines(times, nameColumn());
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (environment, steps) -> {
          if (environment.isEmpty()) {
            steps.forEach(step -> lines.addAll(rows.of(step, INDENT, INDENT, StepName.of(step))));
          } else {
            lines.add(Line.of(INDENT).outside(Paint.BOLD, environment));
            lines.addAll(branches(environment, steps, rows));
          }
        });
    return lines;
  }

  private List<Line> branches(String environment, List<StepStatus> steps, StepLines rows) {
    List<Line> lines = new ArrayList<>();
    for (int index = 0; index < steps.size(); index++) {
      StepStatus step = steps.get(index);
      boolean last = index == steps.size() - 1;
      String below = INDENT + (last ? "   " : "│  ");
      lines.addAll(rows.of(step, INDENT + (last ? "└─ " : "├─ "), below, StepName.of(step)));
      if (WorkflowIds.isRollout(step.reference())) {
        view.rollout(environment).ifPresent(rollout -> lines.addAll(twigs(rollout, below, rows)));
      }
    }
    return lines;
  }

  private static List<Line> twigs(RolloutStatus rollout, String before, StepLines rows) {
    List<Line> lines = new ArrayList<>();
    List<StepStatus> steps = rollout.steps();
    for (int index = 0; index < steps.size(); index++) {
      boolean last = index == steps.size() - 1;
      lines.addAll(
          rows.of(
              steps.get(index),
              before + (last ? "└─ " : "├─ "),
              before + (last ? "   " : "│  "),
              steps.get(index).name()));
    }
    return lines;
  }

  private int nameColumn() {
    int own =
        view.release().steps().stream()
            .mapToInt(
                step ->
                    Line.width(StepName.of(step)) + (StepName.environment(step).isEmpty() ? 4 : 7))
            .max()
            .orElse(0);
    int rollouts =
        view.rollouts().stream()
            .flatMap(rollout -> rollout.steps().stream())
            .mapToInt(step -> Line.width(step.name()) + 10)
            .max()
            .orElse(0);
    return Math.min(WIDEST_NAME, Math.max(own, rollouts)) + 1;
  }

  /** What it waits for, what is broken, or how it ended. */
  private List<Line> end() {
    if (view.hasEnded()) {
      return List.of(
          Line.of(INDENT)
              .add(ReleaseWords.paint(view), ReleaseWords.glyph(view) + " ")
              .addAll(ReleaseWords.ending(view)));
    }
    List<Line> lines = new ArrayList<>(troubles());
    waiting().ifPresent(waiting -> lines.addAll(WaitingLines.of(waiting, times)));
    return lines;
  }

  /** The rollout knows better than the release, which waits for the rollout. */
  private Optional<Waiting> waiting() {
    return view.runningRollout().flatMap(RolloutStatus::waiting).or(() -> view.release().waiting());
  }

  private List<Line> troubles() {
    List<Line> lines = new ArrayList<>();
    for (ReleaseView.Activity activity : view.activities()) {
      if (!activity.lastFailure().isBlank()) {
        lines.add(
            WaitingLines.label("trouble")
                .outside(
                    Paint.RED,
                    activity.type()
                        + ", attempt "
                        + activity.attempt()
                        + ": "
                        + PlainText.first(activity.lastFailure())));
      }
      if (!activity.lastLine().isBlank()) {
        lines.add(WaitingLines.label("says").outside(Paint.DIM, activity.lastLine()));
      }
    }
    return lines;
  }
}
