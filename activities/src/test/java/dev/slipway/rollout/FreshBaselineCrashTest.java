package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Wherever a worker dies, a fresh baseline is made once, and goes with the rollout. */
class FreshBaselineCrashTest {

  @Test
  void promotesTheSameWhereverItIsKilled() {
    for (int n = 1; n <= soaking().effectsOf(Stage::promote); n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::promote);

      assertThat(cut.promote().ready()).isTrue();

      FreshBaselineTest.assertNothingIsLeft(cut, "shop:2");
    }
  }

  @Test
  void goesBackTheSameWhereverAPromotionStopped() {
    for (int n = 1; n <= soaking().effectsOf(Stage::promote); n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::promote);

      cut.withdraw();
      cut.pulse.rest(Duration.ofSeconds(5), null);
      cut.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));

      FreshBaselineTest.assertNothingIsLeft(cut, "shop:1");
    }
  }

  @Test
  void withdrawsTheSameWhereverItIsKilled() {
    for (int n = 1; n <= soaking().effectsOf(Stage::withdraw); n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::withdraw);

      cut.withdraw();

      FreshBaselineTest.assertNothingIsLeft(cut, "shop:1");
    }
  }

  @Test
  void preparesAndStepsTheSameWhereverItIsKilled() {
    for (int n = 1; n <= 12; n++) {
      Stage cut = new Stage();
      cut.killAfter(n, Stage::beginBesideBaseline);
      assertThat(cut.beginBesideBaseline().ready()).isTrue();
      cut.killAfter(n, one -> one.step(Stage.fresh(Stage.at(50, Advance.BY_TIME))));

      assertThat(cut.canary.step(Stage.fresh(Stage.at(50, Advance.BY_TIME))).end())
          .isEqualTo(End.ADVANCE);

      assertThat(cut.backends())
          .isEqualTo(
              "[{\"name\":\"shop\",\"port\":80,\"weight\":0},"
                  + "{\"name\":\"shop-canary\",\"port\":80,\"weight\":50},"
                  + "{\"name\":\"shop-baseline\",\"port\":80,\"weight\":50}]");
      assertThat(cut.replicas("shop-baseline")).isEqualTo(2);
      assertThat(cut.cluster.outages()).isEmpty();
    }
  }

  private static Stage soaking() {
    Stage soaking = new Stage();
    FreshBaselineTest.soak(soaking);
    return soaking;
  }
}
