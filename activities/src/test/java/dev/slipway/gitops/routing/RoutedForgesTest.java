package dev.slipway.gitops.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.forge.HandClock;
import dev.slipway.gitops.forge.StubForge;
import dev.slipway.gitops.jgit.RemoteCredentials;
import dev.slipway.gitops.local.LocalForge;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutedForgesTest {

  @TempDir private Path folder;
  private StubForge stub;
  private RoutedForges forges;

  @BeforeEach
  void start() throws IOException {
    stub = StubForge.start();
    HandClock clock = new HandClock();
    ForgeBinding gitea =
        new ForgeBinding(
            "git",
            ForgeBinding.Kind.GITEA,
            stub.url(),
            StubForge.token(folder).toString(),
            Optional.empty(),
            ForgeBinding.MergeMethod.MERGE);
    Platform platform = new Platform(List.of(), List.of(gitea));
    forges = new RoutedForges(() -> platform, new LocalForge(clock), clock);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private ApplicationFailure closing(String repository) {
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> forges.close(new CloseOrder(new PullRequestRef(repository, 1, ""), "ended")));
  }

  @Test
  void asksTheForgeThatARepositoryLiesAt() {
    ApplicationFailure failure = closing(stub.url() + "/o/config.git");

    assertThat(failure.getType()).isEqualTo(FailureType.NOT_FOUND.name());
    assertThat(stub.calls()).hasToString("[GET /api/v1/repos/o/config/pulls/1]");
  }

  @Test
  void servesARepositoryOnDiskByTheBuiltInOne() {
    assertThat(closing(folder.resolve("none.git").toString()).getOriginalMessage())
        .contains("none.git");
    assertThat(stub.calls()).isEmpty();
  }

  @Test
  void saysThatAForgeHasToBeNamed() {
    ApplicationFailure failure = closing("https://elsewhere.example.com/o/config.git");

    assertThat(failure.getType()).isEqualTo(FailureType.MISCONFIGURED.name());
    assertThat(failure.getOriginalMessage()).contains("name it under 'forges' in platform.yaml");
  }

  @Test
  void givesGitTheTokenForThatHostAlone() throws Exception {
    RemoteCredentials.Login login = forges.login(stub.url() + "/o/config.git").orElseThrow();
    CredentialItem.Username user = new CredentialItem.Username();
    CredentialItem.Password password = new CredentialItem.Password();

    assertThat(login.get(new URIish("http://evil.example.com/o/config.git"), user, password))
        .isFalse();
    assertThat(password.getValue()).isNull();
    assertThat(login.get(new URIish(stub.url() + "/o/config.git"), user, password)).isTrue();
    assertThat(new String(password.getValue())).isEqualTo(StubForge.TOKEN);
    assertThat(login.toString()).doesNotContain(StubForge.TOKEN);
    assertThat(forges.login("/srv/repos/config.git")).isEmpty();
  }
}
