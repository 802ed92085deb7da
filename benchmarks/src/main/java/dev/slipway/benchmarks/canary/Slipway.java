package dev.slipway.benchmarks.canary;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.Evidence;
import dev.slipway.rollout.OperatorOrders;
import dev.slipway.rollout.RolloutDecision;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutPlanner;
import dev.slipway.rollout.StepReport;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.Optional;

/**
 * Slipway itself: the delivery file's default plan, the planner of the rollout workflow and the
 * engine of its analysis, in deployment mode, where no person is asked.
 *
 * @param plan the rollout's
 * @param settings of the analysis for a scenario
 */
record Slipway(String name, RolloutPlan plan, AnalysisSettings settings) implements Rule {

  /** As every rollout runs it. */
  static final Slipway DEFAULT =
      new Slipway("Slipway", unattended(RolloutPlan.DEFAULT), AnalysisSettings.DEFAULT);

  /** With what a week of the service's history would tell the engine before the release. */
  static final Slipway WITH_HISTORY =
      new Slipway(
          "Slipway, with history", unattended(RolloutPlan.DEFAULT), AnalysisSettings.WITH_HISTORY);

  /** Nobody is there to be asked: what proves nothing goes on, as in deployment mode. */
  static RolloutPlan unattended(RolloutPlan plan) {
    return plan.withOnInconclusive(OnInconclusive.ADVANCE);
  }

  @Override
  public Trial begin(Scenario scenario) {
    return new Rollout(settings.plan(plan, scenario));
  }

  private final class Rollout implements Trial {

    private final Evaluation evaluation;
    private Watch watch;
    private int second;
    private int heldSince;

    Rollout(AnalysisPlan analysis) {
      evaluation = new Evaluation(analysis);
      watch = (Watch) RolloutPlanner.first(plan);
    }

    @Override
    public double weight() {
      return watch.weight() / 100;
    }

    @Override
    public Decision after(Served canary, Served baseline) {
      second += RequestStream.BLOCK_SECONDS;
      evaluation.observe(second, canary, baseline);
      return end().map(this::decide).orElse(Decision.GO_ON);
    }

    private Decision decide(End end) {
      RolloutDecision decision =
          RolloutPlanner.next(
              plan,
              watch,
              new StepReport(
                  end,
                  "",
                  Duration.ofSeconds(second - heldSince),
                  AnalysisReading.NONE,
                  Evidence.NONE),
              new OperatorOrders());
      return switch (decision) {
        case RollBack back -> Decision.ROLL_BACK;
        case Promote promote -> Decision.PROMOTE;
        case Watch next -> {
          watch = next;
          heldSince = second;
          evaluation.nextStep();
          yield Decision.GO_ON;
        }
      };
    }

    /** How the step ended, by the rules of the activity that watches it; empty while it goes on. */
    private Optional<End> end() {
      if (evaluation.hasRegressed()) {
        return Optional.of(End.REGRESSED);
      }
      Duration held = Duration.ofSeconds(second - heldSince);
      if (held.compareTo(watch.minimumHold()) < 0) {
        return Optional.empty();
      }
      boolean over = held.compareTo(watch.maximumHold()) >= 0;
      boolean reached =
          evaluation.hasTraffic()
              && switch (watch.advance()) {
                case BY_TIME -> true;
                case BY_EVIDENCE -> evaluation.isProven();
                case NEVER -> over;
              };
      if (reached) {
        return Optional.of(End.ADVANCE);
      }
      return over ? Optional.of(End.INCONCLUSIVE) : Optional.empty();
    }
  }
}
