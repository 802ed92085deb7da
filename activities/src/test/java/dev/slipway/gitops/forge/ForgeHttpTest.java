package dev.slipway.gitops.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeHttpTest {

  @TempDir private Path folder;
  private final HandClock clock = new HandClock();
  private StubForge forge;
  private ForgeHttp http;

  @BeforeEach
  void start() throws IOException {
    forge = StubForge.start();
    http = forge.http(folder, clock, Map.of("Accept", "application/json"));
  }

  @AfterEach
  void stop() {
    forge.close();
  }

  private ApplicationFailure failure() {
    return catchThrowableOfType(ApplicationFailure.class, () -> http.get("thing"));
  }

  @Test
  void showsTheTokenToTheForgeAloneAndNotInTheAddress() {
    forge.says("GET /thing", 200, "{\"a\":1}");

    http.get("thing");

    StubForge.Call call = forge.calls().getFirst();
    assertThat(call.headers()).containsEntry("Authorization", "Bearer " + StubForge.TOKEN);
    assertThat(call.path() + call.query()).doesNotContain(StubForge.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 429, 500, 503})
  void neverSaysTheTokenWhateverIsWrong(int status) {
    forge.says(
        "GET /thing", status, "{\"message\":\"no\"}", Map.of("Location", "http://127.0.0.1:1/"));

    Throwable failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> http.required(http.get("thing"), "show the thing"));

    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain(StubForge.TOKEN);
    }
    assertThat(forge.calls()).hasSize(1);
  }

  @Test
  void asksOnlyWhetherTheLastAnswerStillHolds() {
    forge
        .says("GET /thing", 200, "{\"a\":1}", Map.of("ETag", "\"v1\""))
        .says("GET /thing", 304, "", Map.of("ETag", "\"v1\""));

    http.get("thing");
    Answer again = http.get("thing");

    assertThat(forge.calls().getLast().headers()).containsEntry("If-none-match", "\"v1\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("a").asInt()).isEqualTo(1);
  }

  /** A page of the open pull requests of a busy repository, which is asked for every 4 s. */
  @Test
  void asksSoForALargeAnswerToo() {
    String page = "[\"" + "x".repeat(1 << 20) + "\"]";
    forge
        .says("GET /thing", 200, page, Map.of("ETag", "\"v1\""))
        .says("GET /thing", 304, "", Map.of("ETag", "\"v1\""));

    http.get("thing");

    assertThat(http.get("thing").body().path(0).asText()).hasSize(1 << 20);
    assertThat(forge.calls().getLast().headers()).containsEntry("If-none-match", "\"v1\"");
  }

  @Test
  void asksNothingUntilTheForgeAllowsItAgain() {
    forge.says("GET /thing", 429, "{}", Map.of("Retry-After", "90")).says("GET /thing", 200, "{}");

    ApplicationFailure first = failure();
    clock.turn(Duration.ofSeconds(30));
    ApplicationFailure second = failure();

    assertThat(first.getType()).isEqualTo(FailureType.UNREACHABLE.name());
    assertThat(first.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(90));
    assertThat(second.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(60));
    assertThat(forge.calls()).hasSize(1);

    clock.turn(Duration.ofSeconds(60));
    assertThat(http.get("thing").status()).isEqualTo(200);
  }

  @Test
  void waitsForTheResetOfAnExhaustedRate() {
    long reset = clock.instant().plusSeconds(120).getEpochSecond();
    forge.says(
        "GET /thing",
        403,
        "{\"message\":\"rate limit exceeded\"}",
        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", Long.toString(reset)));

    assertThat(failure().getNextRetryDelay()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aForgeCannotMakeUsWaitForEver() {
    forge.says("GET /thing", 429, "{}", Map.of("Retry-After", "999999999"));

    assertThat(failure().getNextRetryDelay()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void breaksOffAnAnswerThatIsTooLarge() {
    forge.says("GET /thing", 200, "\"" + "x".repeat(5 << 20) + "\"");

    assertThat(failure().getOriginalMessage()).contains("larger than");
  }

  @Test
  void refusesAnAnswerThatIsTooDeep() {
    forge.says("GET /thing", 200, "[".repeat(5000));

    assertThat(failure().getOriginalMessage()).contains("did not answer with JSON");
  }

  @Test
  void doesNotFollowTheForgeToAnotherHost() throws IOException {
    try (StubForge other = StubForge.start()) {
      forge.says("GET /thing", 302, "", Map.of("Location", other.url() + "/thing"));

      assertThat(failure().getType()).isEqualTo(FailureType.MISCONFIGURED.name());
      assertThat(other.calls()).isEmpty();
    }
  }

  @Test
  void saysWhoseTokenIsRefused() {
    forge.says("GET /thing", 401, "{}");

    assertThat(failure().getOriginalMessage())
        .contains("refuses the token in")
        .contains(folder.resolve("token").toString());
  }

  @Test
  void saysThatTheForgeDoesNotAnswer() {
    forge.close();

    assertThat(failure().getOriginalMessage())
        .isEqualTo("the forge stub does not answer (ConnectException): check that it is there");
    assertThat(failure().isNonRetryable()).isFalse();
  }

  @Test
  void readsPageByPageUntilOneIsNotFull() {
    String full = "[" + "{},".repeat(49) + "{}]";
    forge.says("GET /list", 200, full).says("GET /list", 200, "[{}]");

    assertThat(http.pages("list?state=open", 10)).hasSize(51);
    assertThat(forge.calls())
        .extracting(StubForge.Call::query)
        .isEqualTo(
            List.of(
                "state=open&limit=50&per_page=50&page=1",
                "state=open&limit=50&per_page=50&page=2"));
  }
}
