package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.ServiceBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BranchWatchTest {

  private final Map<String, String> heads = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean away;

  private final BranchWatch watch =
      new BranchWatch(
          (repository, branch) -> {
            asked.add(repository);
            if (away) {
              throw new IllegalStateException("it does not answer");
            }
            return Optional.ofNullable(heads.get(repository));
          });

  private final BranchWatch.Entities entities =
      new BranchWatch.Entities() {
        @Override
        public void serviceHeadMoved(String service, String commit) {
          told.add(service + " at " + commit);
        }

        @Override
        public void environmentHeadMoved(String environment, String service, String commit) {
          told.add(environment + "/" + service + " at " + commit);
        }
      };

  @Test
  void asksEachRepositoryOnceHoweverManyEnvironmentsLiveThere() {
    watch.look(List.of(Bindings.service("shop"), Bindings.service("cart")), entities);

    assertThat(asked).containsExactlyInAnyOrder("shop.git", "cart.git", "config.git");
  }

  @Test
  void nudgesAllWhoLiveOnABranchThatMovedAndNobodyTwice() {
    heads.put("config.git", "c1");
    List<ServiceBinding> services = List.of(Bindings.service("shop"), Bindings.service("cart"));

    watch.look(services, entities);
    watch.look(services, entities);
    heads.put("shop.git", "s1");
    watch.look(services, entities);

    assertThat(told)
        .containsExactly("production/shop at c1", "production/cart at c1", "shop at s1");
  }

  @Test
  void asksOnlyTheRepositoryThatAWebhookTellsOf() {
    List<ServiceBinding> services = List.of(Bindings.service("shop"), Bindings.service("cart"));
    heads.put("cart.git", "k1");

    watch.look(services, entities, "cart.git"::equals);

    assertThat(asked).containsExactly("cart.git");
    assertThat(told).containsExactly("cart at k1");
  }

  @Test
  void goesOnWhenARepositoryIsAwayAndTellsWhatWasMissed() {
    away = true;
    watch.look(List.of(Bindings.service("shop")), entities);
    away = false;
    heads.put("shop.git", "s1");

    watch.look(List.of(Bindings.service("shop")), entities);

    assertThat(told).containsExactly("shop at s1");
  }

  @Test
  void tellsAgainWhatNobodyCouldBeTold() {
    heads.put("shop.git", "s1");
    BranchWatch.Entities nobody =
        new BranchWatch.Entities() {
          @Override
          public void serviceHeadMoved(String service, String commit) {
            throw new IllegalStateException("Temporal is away");
          }

          @Override
          public void environmentHeadMoved(String environment, String service, String commit) {
            throw new IllegalStateException("Temporal is away");
          }
        };
    try {
      watch.look(List.of(Bindings.service("shop")), nobody);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("Temporal is away");
    }

    watch.look(List.of(Bindings.service("shop")), entities);

    assertThat(told).containsExactly("shop at s1");
  }
}
