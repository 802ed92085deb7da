package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.webhook.ForgeNews;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.platform.ServiceBinding.SourceBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WebhookNudgesTest {

  private static final String SOURCE = "https://git.example.com/payments/checkout.git";
  private static final String CONFIG = "https://git.example.com/platform/config.git";

  private final ForgeBinding forge =
      new ForgeBinding(
          "git",
          ForgeBinding.Kind.GITEA,
          "https://git.example.com",
          "token",
          Optional.of("key"),
          ForgeBinding.MergeMethod.MERGE);
  private final Platform platform = new Platform(List.of(service()), List.of(forge));
  private final RepositoryNudges branches = new RepositoryNudges();
  private final List<String> pulls = new ArrayList<>();
  private final Told told = new Told();
  private final WebhookNudges nudges =
      new WebhookNudges(
          () -> platform, branches, (repository, concerned) -> pulls.add(repository), told);

  private static ServiceBinding service() {
    return new ServiceBinding(
        "checkout",
        "payments",
        new SourceBinding(SOURCE, "main", "delivery.yaml"),
        2,
        List.of(
            new EnvironmentBinding(
                "production",
                "eu-1",
                "checkout",
                new ConfigPath(CONFIG, "main", "checkout"),
                "checkout",
                List.of(),
                true,
                true,
                5,
                List.of())));
  }

  private int push(String repository) {
    return nudges.tell(
        forge, new ForgeNews(repository, OptionalInt.empty(), Optional.empty(), Optional.empty()));
  }

  private int pullRequest(String repository, String branch) {
    return nudges.tell(
        forge, new ForgeNews(repository, OptionalInt.of(7), Optional.of(branch), Optional.empty()));
  }

  @Test
  void aPushMakesItsRepositoryBeLookedAt() throws InterruptedException {
    push("Payments/checkout");

    assertThat(branches.await(Duration.ofSeconds(5))).containsExactly(SOURCE);
    assertThat(told.releases()).isEmpty();
  }

  @Test
  void aPullRequestMakesItsReleaseLook() {
    pullRequest("platform/config", "slipway/checkout/aaaaaaaaaaaa-2/production");

    assertThat(told.releases()).containsExactly("checkout/aaaaaaaaaaaa-2");
    assertThat(pulls).containsExactly(CONFIG);
  }

  @Test
  void aRestoringPullRequestMakesItsEnvironmentLook() {
    pullRequest("platform/config", "slipway-restore/production/k-production-checkout-12ab");
    pullRequest("platform/config", "slipway-restore/staging/k-staging-checkout-12ab");
    pullRequest("payments/checkout", "slipway-restore/production/k-production-checkout-12ab");
    pullRequest("somebody/else", "slipway-restore/production/k-production-checkout-12ab");

    assertThat(told.environments()).containsExactly(new EnvironmentKey("production", "checkout"));
    assertThat(told.releases()).isEmpty();
  }

  @Test
  void whatConcernsNobodyWakesNobody() throws InterruptedException {
    int concerned = push("somebody/else");
    pullRequest("somebody/else", "slipway/checkout/aaaaaaaaaaaa-2/production");
    pullRequest("platform/config", "slipway/../../evil");
    pullRequest("platform/config", "feature");

    assertThat(concerned).isZero();
    assertThat(told.releases()).isEmpty();
    assertThat(branches.await(Duration.ZERO)).isEmpty();
  }

  @Test
  void manyDeliveriesAreOneLook() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      push("payments/checkout");
    }

    assertThat(branches.await(Duration.ofSeconds(5))).containsExactly(SOURCE);
    assertThat(branches.await(Duration.ZERO)).isEmpty();
  }
}
