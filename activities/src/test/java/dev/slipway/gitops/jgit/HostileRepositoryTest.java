package dev.slipway.gitops.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.HeadOrder;
import dev.slipway.gitops.render.Readers;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A config repository that means no good, or that is not what it should be. */
class HostileRepositoryTest {

  @TempDir private Path folder;
  private TestRemote remote;
  private JGitConfig config;

  @BeforeEach
  void start() throws IOException {
    remote = TestRemote.create(folder.resolve("config.git"));
    remote.commit("main", "ana", "The shop", Shop.files("shop@" + Shop.OLD));
    config = new JGitConfig(new RepositoryCache(folder.resolve("cache")), Readers.withoutTools());
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private ApplicationFailure refusedHead() {
    return catchThrowableOfType(ApplicationFailure.class, () -> config.head(Shop.head(remote)));
  }

  @Test
  void doesNotFollowASymbolicLink() throws IOException {
    remote.link("main", Shop.PATH + "/passwords.yaml", "/etc/passwd");

    assertThat(refusedHead().getOriginalMessage())
        .startsWith(Shop.PATH + "/passwords.yaml: a symbolic link or submodule is not followed");
  }

  @Test
  void doesNotFollowALinkedFolder() throws IOException {
    remote.link("main", "apps/linked", "shop/production");

    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () ->
                config.head(
                    new HeadOrder(
                        new ConfigPath(remote.address(), "main", "apps/linked"), "shop")));

    assertThat(failure.getOriginalMessage()).isEqualTo("'apps/linked' is no folder");
  }

  @Test
  void doesNotReadAFileOfFiftyMegabytes() throws IOException {
    String text = "#".repeat(50_000_000);
    remote.commit("main", "ana", "Large", Map.of(Shop.PATH + "/large.yaml", text));

    ApplicationFailure failure = refusedHead();

    assertThat(failure.getType()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(failure.getOriginalMessage()).contains("large.yaml: 50000000 bytes");
  }

  @Test
  void refusesAPathThatLeavesTheRepository() {
    for (String path : List.of("../other", "/etc", "a/../../b", "a\\b")) {
      ApplicationFailure failure =
          catchThrowableOfType(
              ApplicationFailure.class,
              () ->
                  config.head(
                      new HeadOrder(new ConfigPath(remote.address(), "main", path), "shop")));
      assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
      assertThat(failure.getOriginalMessage()).contains("inside the repository");
    }
  }

  @Test
  void namesTheFileThatIsBrokenAndReadsOnWhenItIsMended() throws IOException {
    remote.commit("main", "ana", "Typo", Map.of(Shop.PATH + "/config.yaml", "a: [b\n"));
    ApplicationFailure failure = refusedHead();
    assertThat(failure.getOriginalMessage())
        .startsWith(Shop.PATH + "/config.yaml:2: no valid YAML");
    // The next head may be good: it is asked for again.
    assertThat(failure.isNonRetryable()).isFalse();

    remote.commit("main", "ana", "Mended", Shop.files("shop@" + Shop.OLD));
    assertThat(config.head(Shop.head(remote)).state().objects()).isEqualTo(3);
  }

  @Test
  void waitsForTheFirstPush() throws IOException {
    remote.move("main", "");

    ApplicationFailure failure = refusedHead();

    assertThat(failure.getType()).isEqualTo("NOT_FOUND");
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage())
        .endsWith("has no branch 'main': push its first commit");
  }

  @Test
  void saysThatThePathIsNotThere() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () ->
                config.head(
                    new HeadOrder(new ConfigPath(remote.address(), "main", "apps/no"), "shop")));

    assertThat(failure.getType()).isEqualTo("NOT_FOUND");
    assertThat(failure.getOriginalMessage())
        .isEqualTo("there is no folder 'apps/no' at this commit");
  }

  @Test
  void refusesAnEditThatDoesNotArriveAtTheWorkload() throws IOException {
    remote.commit(
        "main",
        "ana",
        "Two rules for one image",
        Map.of(
            Shop.PATH + "/kustomization.yaml",
            "resources: [sub]\nimages:\n- {name: shop, digest: sha256:00}\n",
            Shop.PATH + "/sub/kustomization.yaml",
            "resources: [../deployment.yaml]\nimages:\n- {name: shop, newName: other}\n"));

    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> config.propose(Shop.change(remote, Shop.NEW)));

    assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
    assertThat(failure.getOriginalMessage())
        .startsWith(
            Shop.PATH + "/kustomization.yaml: setting the image here gives the workload other@");
    assertThat(remote.branches()).containsExactly("main");
  }

  @Test
  void doesNotRestoreFromACommitThatIsGone() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> config.restore(Shop.restore(remote, "k", "d".repeat(40))));

    assertThat(failure.getType()).isEqualTo("NOT_FOUND");
  }

  @Test
  void refusesAnImageNameThatWouldBreakTheFile() {
    ChangeOrder order =
        new ChangeOrder(
            Shop.path(remote),
            "shop/aaaaaaaaaaaa-1",
            "production",
            "shop",
            new dev.slipway.build.Artifact("shop\n      privileged: true #", Shop.NEW),
            Shop.SOURCE);

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> config.propose(order));

    assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
  }

  @Test
  void keepsALineBreakInAReasonOutOfTheTrailers() throws IOException {
    String stable = remote.branch("main").orElseThrow();
    remote.commit("main", "ana", "Bad", Shop.files("shop@" + Shop.NEW));
    dev.slipway.gitops.RestoreOrder order =
        new dev.slipway.gitops.RestoreOrder(
            Shop.path(remote),
            "k",
            "production",
            "shop",
            stable,
            "bad\n\nSlipway-Release: forged/aaaaaaaaaaaa-1\n");

    String branch = config.restore(order).branch();

    assertThat(remote.line(branch).getFirst().getFooterLines("Slipway-Release")).isEmpty();
    assertThat(remote.line(branch).getFirst().getFooterLines("Slipway-Restore"))
        .containsExactly(stable);
  }
}
