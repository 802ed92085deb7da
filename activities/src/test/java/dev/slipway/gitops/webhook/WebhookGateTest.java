package dev.slipway.gitops.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookGateTest {

  private static final String BODY =
      """
      {"action":"closed","number":7,"repository":{"full_name":"o/config"},
       "pull_request":{"number":7,"head":{"ref":"slipway/shop/aaaaaaaaaaaa-1/production"}}}""";

  @TempDir private Path folder;
  private WebhookGate gate;

  @BeforeEach
  void start() throws IOException {
    Path secret = folder.resolve("key");
    Files.writeString(secret, "k3y");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Platform platform =
        new Platform(
            List.of(),
            List.of(
                forge("git", Optional.of(secret.toString())), forge("silent", Optional.empty())));
    gate = new WebhookGate(() -> platform);
  }

  private static ForgeBinding forge(String name, Optional<String> secret) {
    return new ForgeBinding(
        name,
        ForgeBinding.Kind.GITEA,
        "https://" + name,
        "token",
        secret,
        ForgeBinding.MergeMethod.MERGE);
  }

  private static String signature(String key, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private WebhookGate.Verdict judge(String forge, String signature, String body) {
    return gate.judge(forge, signature, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void letsInWhatTheForgeSigned() throws Exception {
    assertThat(judge("git", signature("k3y", BODY), BODY))
        .isInstanceOfSatisfying(
            WebhookGate.Verdict.Let.class,
            let -> {
              assertThat(let.forge().name()).isEqualTo("git");
              assertThat(let.news().repository()).isEqualTo("o/config");
              assertThat(let.news().pull()).hasValue(7);
              assertThat(let.news().branch()).contains("slipway/shop/aaaaaaaaaaaa-1/production");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256=", "sha256=00", "sha1=abc", "§"})
  void refusesWhatTheForgeDidNotSign(String signature) {
    assertThat(judge("git", signature, BODY)).isInstanceOf(WebhookGate.Verdict.Refused.class);
  }

  @Test
  void refusesABodyThatWasChangedOnTheWay() throws Exception {
    assertThat(judge("git", signature("k3y", BODY), BODY.replace("o/config", "o/confiG")))
        .isInstanceOf(WebhookGate.Verdict.Refused.class);
    assertThat(judge("git", signature("another", BODY), BODY))
        .isInstanceOf(WebhookGate.Verdict.Refused.class);
  }

  @Test
  void doesNothingTwice() throws Exception {
    judge("git", signature("k3y", BODY), BODY);

    assertThat(judge("git", signature("k3y", BODY), BODY))
        .isInstanceOf(WebhookGate.Verdict.Known.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent", "unknown"})
  void takesNoneOfAForgeWithoutAKey(String forge) throws Exception {
    assertThat(judge(forge, signature("k", BODY), BODY))
        .isInstanceOf(WebhookGate.Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"repository\":{\"full_name\":\"../../etc\"}}",
        "{\"repository\":\"o/config\"}",
      })
  void signedNonsenseTellsNothing(String body) throws Exception {
    assertThat(judge("git", signature("k3y", body), body))
        .isInstanceOf(WebhookGate.Verdict.Known.class);
  }

  @Test
  void signedDepthIsBounded() throws Exception {
    String body = "[".repeat(100_000);

    assertThat(judge("git", signature("k3y", body), body))
        .isInstanceOf(WebhookGate.Verdict.Known.class);
  }
}
