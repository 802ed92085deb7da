package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.Approval;
import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.release.StepStatus;
import dev.slipway.release.StepStatus.State;
import dev.slipway.release.Waiting;
import dev.slipway.starter.dev.Progress;
import dev.slipway.starter.dev.demo.Episode.Finding;
import dev.slipway.starter.dev.demo.LoadGenerator.Experience;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person reads in the demo. */
class DemoScreensTest {

  private static final Instant PUSHED = Instant.parse("2026-01-01T12:00:00Z");
  private static final ReleaseKey KEY = new ReleaseKey("shop", "0123456789ab", 1);

  private final StringWriter screen = new StringWriter();
  private final Progress progress = new Progress(new PrintWriter(screen));
  private final List<Decision> decisions = new ArrayList<>();

  @Test
  void eachStepIsToldOnceWhenItBeginsAndOnceWhenItEnds() {
    LineScreen lines = new LineScreen(progress);

    lines.show(release(Phase.BUILDING, step("build", State.RUNNING, 0)), Optional.empty());
    lines.show(release(Phase.BUILDING, step("build", State.RUNNING, 0)), Optional.empty());
    lines.show(release(Phase.BUILDING, step("build", State.PASSED, 2)), Optional.empty());

    assertThat(screen.toString().lines()).hasSize(2);
    assertThat(screen.toString()).containsSubsequence("build", "build", "passed in 2.0 s");
  }

  @Test
  void theLineToTypeIsShownOnce() {
    ApprovalDesk desk = desk(true, Duration.ZERO);

    desk.visit(waiting(), new LineScreen(progress));
    desk.visit(waiting(), new LineScreen(progress));

    assertThat(screen.toString())
        .containsOnlyOnce("./slipway release approve shop/0123456789ab-1")
        .doesNotContain("by itself");
    assertThat(decisions).isEmpty();
  }

  @Test
  void withoutATerminalItSaysSoAndApprovesOnceByItselfAfterThePause() {
    ApprovalDesk desk = desk(false, Duration.ZERO);

    desk.visit(waiting(), new LineScreen(progress));

    assertThat(screen.toString()).contains("no terminal", "approves by itself");
    assertThat(decisions)
        .singleElement()
        .satisfies(decision -> assertThat(decision.diffDigest()).isEqualTo("sha256:diff"));
  }

  @Test
  void nothingIsApprovedBeforeThePauseIsOver() {
    ApprovalDesk desk = desk(false, Duration.ofMinutes(1));

    desk.visit(waiting(), new LineScreen(progress));

    assertThat(decisions).isEmpty();
  }

  @Test
  void theReportTellsTimesFailuresAndTheDecision() {
    Episode episode =
        episode(
            Outcome.PROMOTED,
            new Experience(4000, 0, Optional.empty(), Optional.empty()),
            List.of(new Finding(true, "Git: as it should be")));

    assertThat(DemoReport.of(List.of(episode)))
        .contains(
            "shop/0123456789ab-1",
            "PROMOTED",
            "30.0 s from push to end, 8.0 s of them waiting for ada",
            "0 of 4 000 requests failed",
            "Git: as it should be",
            "as they should");
  }

  @Test
  void theReportTellsHowLongCustomersSuffered() {
    Episode episode =
        episode(
            Outcome.PROMOTED,
            new Experience(1000, 8, Optional.of(PUSHED), Optional.of(PUSHED.plusMillis(2500))),
            List.of());

    assertThat(DemoReport.of(List.of(episode)))
        .contains(
            "8 of 1 000 requests failed (0.80 %)",
            "from the first failed answer to the last 2.5 s");
  }

  @Test
  void theReportDoesNotHideWhatIsNotAsItShouldBe() {
    Experience seen = new Experience(10, 0, Optional.empty(), Optional.empty());
    Episode ended = episode(Outcome.FAILED, seen, List.of());
    Episode found = episode(Outcome.PROMOTED, seen, List.of(new Finding(false, "Git: two merges")));

    assertThat(ended.isAsItShouldBe()).isFalse();
    assertThat(found.isAsItShouldBe()).isFalse();
    assertThat(DemoReport.of(List.of(ended))).contains("NOT everything", "PROMOTED, as it should");
    assertThat(DemoReport.of(List.of(found))).contains("NOT everything", "not          Git: two");
  }

  private ApprovalDesk desk(boolean attended, Duration pause) {
    return new ApprovalDesk(
        (key, decision) -> decisions.add(decision), progress, "./slipway", attended, pause);
  }

  private static Episode episode(Outcome outcome, Experience seen, List<Finding> findings) {
    ReleaseStatus release =
        status(
            Phase.ENDED,
            List.of(step("production: approval", State.PASSED, 8)),
            Optional.empty(),
            Optional.of(
                new ReleaseResult(outcome, "production", "because", PUSHED.plusSeconds(30))));
    return new Episode(Change.PIECES, PUSHED, release, Optional.empty(), seen, findings);
  }

  private static ReleaseStatus waiting() {
    return status(
        Phase.AWAITING_APPROVAL,
        List.of(),
        Optional.of(
            new Waiting(
                "1 approval(s)", PUSHED, Optional.empty(), "it expires", List.of(), List.of())),
        Optional.empty());
  }

  private static ReleaseStatus release(Phase phase, StepStatus... steps) {
    return status(phase, List.of(steps), Optional.empty(), Optional.empty());
  }

  private static ReleaseStatus status(
      Phase phase,
      List<StepStatus> steps,
      Optional<Waiting> waiting,
      Optional<ReleaseResult> result) {
    return new ReleaseStatus(
        new ReleaseInput(KEY, 1, "push", Optional.empty(), Optional.empty()),
        phase,
        "subject",
        "shop",
        "production",
        Optional.empty(),
        steps,
        List.of(new Approval("ada", "fine", PUSHED, "sha256:a", "sha256:diff", "cli")),
        waiting,
        Optional.empty(),
        Optional.empty(),
        "sha256:diff",
        "",
        result,
        PUSHED);
  }

  private static StepStatus step(String name, State state, int seconds) {
    return new StepStatus(
        name,
        state,
        Optional.of(PUSHED),
        seconds == 0 ? Optional.empty() : Optional.of(PUSHED.plusSeconds(seconds)),
        "",
        "");
  }
}
