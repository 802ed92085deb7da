package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.webhook.WebhookGate;
import dev.slipway.platform.Platform;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class WebhookEndpointTest {

  private static int status(Supplier<Platform> platform, MockHttpServletRequest request)
      throws IOException {
    WebhookNudges nudges =
        new WebhookNudges(
            platform, new RepositoryNudges(), (repository, concerned) -> {}, new Told());
    return new WebhookEndpoint(new WebhookGate(platform), nudges)
        .take("git", "sha256=00", request)
        .getStatusCode()
        .value();
  }

  @Test
  void refusesWhatNobodySigned() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(status(() -> new Platform(List.of()), request)).isEqualTo(401);
  }

  @Test
  void readsNothingThatIsTooLarge() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(new byte[WebhookGate.LARGEST_BODY + 1]);

    assertThat(status(() -> new Platform(List.of()), request)).isEqualTo(413);
  }

  @Test
  void asksToComeBackWhileThePlatformFileIsBroken() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest();
    Supplier<Platform> broken =
        () -> {
          throw FailureType.MISCONFIGURED.retryable("platform.yaml is broken");
        };

    assertThat(status(broken, request)).isEqualTo(503);
  }

  @Test
  void turnsAFloodAwayWithoutReadingIt() throws IOException {
    RefusalBudget spent = new RefusalBudget(() -> 0);
    while (spent.isLeft()) {
      spent.spend(1 << 20);
    }
    Supplier<Platform> unasked =
        () -> {
          throw new AssertionError("it is not judged");
        };
    WebhookEndpoint endpoint =
        new WebhookEndpoint(
            new WebhookGate(unasked),
            new WebhookNudges(
                unasked, new RepositoryNudges(), (repository, concerned) -> {}, new Told()),
            spent);

    assertThat(
            endpoint.take("git", "sha256=00", new MockHttpServletRequest()).getStatusCode().value())
        .isEqualTo(429);
  }
}
