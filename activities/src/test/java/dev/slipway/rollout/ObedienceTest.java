package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.metrics.Split;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObedienceTest {

  private static final Instant SINCE = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final ShareRule TENTH = rule(10, false, false);

  @Test
  void believesARouterThatDoesWhatItWasTold() {
    Obedience obedience = run(TENTH, new Split(50, 450), 0, 600);

    assertThat(obedience.breach()).isEmpty();
    assertThat(obedience.doubted()).isEmpty();
  }

  @Test
  void toleratesWhatGatewaysDoByThemselves() {
    assertThat(run(TENTH, new Split(65, 435), 0, 600).breach()).isEmpty();
    assertThat(run(TENTH, new Split(36, 464), 0, 600).doubted()).isEmpty();
  }

  @Test
  void blamesARouterAtOnceThatGivesTheCanaryTooMuch() {
    Obedience obedience = run(TENTH, new Split(250, 250), 0, 15);

    assertThat(obedience.breach())
        .contains(
            "the router does not obey: the canary got 250 of 500 requests (50.0 %) at a weight of"
                + " 10 %, which is no chance");
  }

  @Test
  void doesNotHoldTheFirstSecondsAgainstTheRouter() {
    assertThat(run(TENTH, new Split(250, 250), 0, 10)).isEqualTo(Obedience.UNKNOWN);
  }

  @Test
  void doubtsARouterThatGivesTheCanaryTooLittleBeforeItBlamesIt() {
    Obedience doubting = run(TENTH, new Split(5, 495), 0, 20);

    assertThat(doubting.breach()).isEmpty();
    assertThat(doubting.isDoubted(PATIENCE, SINCE.plusSeconds(20))).isTrue();
    assertThat(after(doubting, TENTH, new Split(0, 500), 20, 70).breach()).isEmpty();
    assertThat(after(doubting, TENTH, new Split(0, 500), 75, 90).breach())
        .get()
        .asString()
        .contains("got 0 of 500 requests (0.0 %) at a weight of 10 %");
  }

  @Test
  void believesAgainWhenTheCanaryGetsItsShareLater() {
    Obedience doubting = run(TENTH, new Split(0, 500), 0, 20);

    Obedience later = after(doubting, TENTH, new Split(50, 450), 20, 600);

    assertThat(later.breach()).isEmpty();
    assertThat(later.isDoubted(PATIENCE, SINCE.plusSeconds(600))).isFalse();
  }

  @Test
  void doesNotBlameARouterWhoseClientsStayWithStable() {
    assertThat(run(rule(50, true, false), new Split(5, 495), 0, 600).doubted()).isEmpty();
    assertThat(run(rule(10, true, false), new Split(100, 400), 0, 600).breach()).isEmpty();
    assertThat(run(rule(10, true, false), new Split(400, 100), 0, 600).breach()).isPresent();
  }

  @Test
  void doesNotMissAtTheCanaryWhatComesPastTheRoute() {
    assertThat(run(rule(50, false, true), new Split(5, 495), 0, 600).doubted()).isEmpty();
    assertThat(run(rule(10, false, true), new Split(400, 100), 0, 600).breach()).isPresent();
  }

  @Test
  void graceIsNeverLongerThanHalfOfTheShortestStep() {
    StepOrder order = Stage.at(10, StepOrder.Advance.BY_TIME);

    assertThat(ShareRule.of(order, 10, true, false).grace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(ShareRule.of(Stage.hold(10), 10, true, false).grace())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(ShareRule.of(Stage.quick(10, Duration.ofSeconds(4)), 10, true, false).grace())
        .isEqualTo(Duration.ofSeconds(2));
  }

  private static ShareRule rule(double weight, boolean sticky, boolean bypassed) {
    return new ShareRule(weight, sticky, bypassed, Duration.ofSeconds(10), PATIENCE);
  }

  private static Obedience run(ShareRule rule, Split block, int from, int to) {
    return after(Obedience.UNKNOWN, rule, block, from, to);
  }

  /** A block of five seconds after the other. */
  private static Obedience after(Obedience before, ShareRule rule, Split block, int from, int to) {
    Obedience obedience = before;
    for (int second = from; second < to; second += 5) {
      Instant begin = SINCE.plusSeconds(second);
      obedience = obedience.after(block, begin, begin.plusSeconds(5), SINCE, rule);
    }
    return obedience;
  }
}
