package dev.slipway.gitops.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.render.Readers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitConfigTest {

  private static final String BRANCH = "slipway/shop/aaaaaaaaaaaa-1/production";

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

  @Test
  void readsTheHeadAndWhoChangedThePathLast() throws IOException {
    String head =
        remote.commit(
            "main", "bob", "Another team", Map.of("apps/cart/production/config.yaml", ""));

    ConfigHead read = config.head(Shop.head(remote));

    assertThat(read.state().commit()).isEqualTo(head);
    assertThat(read.state().artifact()).contains(Shop.OLD);
    assertThat(read.state().objects()).isEqualTo(3);
    assertThat(read.cause().author()).isEqualTo("ana");
    assertThat(read.cause().subject()).isEqualTo("The shop");
    assertThat(read.cause().release()).isEmpty();
  }

  @Test
  void proposesTheArtifactAndChangesNothingElse() throws IOException {
    ProposedChange change = config.propose(Shop.change(remote, Shop.NEW));

    assertThat(change.branch()).isEqualTo(BRANCH);
    assertThat(remote.branch(BRANCH)).contains(change.commit());
    assertThat(change.isNoOp()).isFalse();
    assertThat(change.base().artifact()).contains(Shop.OLD);
    assertThat(change.proposed().artifact()).contains(Shop.NEW);
    assertThat(change.proposed().podRevision()).isNotEqualTo(change.base().podRevision());
    assertThat(remote.text(BRANCH, Shop.PATH + "/deployment.yaml"))
        .isEqualTo(Shop.deployment("shop@" + Shop.NEW, 2));
    assertThat(remote.content(BRANCH, "apps/cart")).isEqualTo(remote.content("main", "apps/cart"));
    assertThat(change.diff())
        .contains("-        image: shop@" + Shop.OLD)
        .contains("+        image: shop@" + Shop.NEW);
  }

  @Test
  void writesTheTrailersThatTellWhoCausedIt() throws IOException {
    config.propose(Shop.change(remote, Shop.NEW));

    assertThat(remote.line(BRANCH).getFirst().getFullMessage())
        .isEqualTo(
            """
            Release shop/aaaaaaaaaaaa-1 to production

            Slipway-Artifact: shop@%s
            Slipway-Commit: %s
            Slipway-Release: shop/aaaaaaaaaaaa-1
            """
                .formatted(Shop.NEW, Shop.SOURCE));
  }

  @Test
  void findsItsBranchWhenCalledAgainOnAnotherWorker() {
    ProposedChange first = config.propose(Shop.change(remote, Shop.NEW));
    JGitConfig other =
        new JGitConfig(new RepositoryCache(folder.resolve("other")), Readers.withoutTools());

    assertThat(other.propose(Shop.change(remote, Shop.NEW))).isEqualTo(first);
  }

  @Test
  void makesTheSameCommitWhenTheBranchWasLost() throws IOException {
    ProposedChange first = config.propose(Shop.change(remote, Shop.NEW));
    remote.move(BRANCH, "");

    assertThat(config.propose(Shop.change(remote, Shop.NEW))).isEqualTo(first);
  }

  @Test
  void leavesTheBranchWhenOnlyOtherPathsMoved() throws IOException {
    ProposedChange first = config.propose(Shop.change(remote, Shop.NEW));
    remote.commit("main", "bob", "Another team", Map.of("apps/cart/production/x.yaml", "a: b\n"));

    ProposedChange again = config.propose(Shop.change(remote, Shop.NEW));

    assertThat(again.commit()).isEqualTo(first.commit());
    assertThat(again.diffDigest()).isEqualTo(first.diffDigest());
    assertThat(again.base().commit()).isEqualTo(remote.branch("main").orElseThrow());
    assertThat(again.base().revision()).isEqualTo(first.base().revision());
  }

  @Test
  void makesTheBranchAnewWhenThePathItselfMoved() throws IOException {
    ProposedChange first = config.propose(Shop.change(remote, Shop.NEW));
    String head =
        remote.commit(
            "main",
            "ana",
            "More replicas",
            Map.of(Shop.PATH + "/deployment.yaml", Shop.deployment("shop@" + Shop.OLD, 5)));

    ProposedChange again = config.propose(Shop.change(remote, Shop.NEW));

    assertThat(again.commit()).isNotEqualTo(first.commit());
    assertThat(again.base().commit()).isEqualTo(head);
    assertThat(again.diffDigest()).isNotEqualTo(first.diffDigest());
    assertThat(remote.text(BRANCH, Shop.PATH + "/deployment.yaml"))
        .isEqualTo(Shop.deployment("shop@" + Shop.NEW, 5));
  }

  @Test
  void keepsWhatAPersonAddedToTheBranch() throws IOException {
    config.propose(Shop.change(remote, Shop.NEW));
    String added =
        remote.commit(
            BRANCH,
            "ana",
            "More replicas",
            Map.of(Shop.PATH + "/deployment.yaml", Shop.deployment("shop@" + Shop.NEW, 5)));

    ProposedChange again = config.propose(Shop.change(remote, Shop.NEW));

    assertThat(again.commit()).isEqualTo(added);
    assertThat(again.diff()).contains("+  replicas: 5");
  }

  @Test
  void isANoOpWithoutABranchWhenTheArtifactIsThere() throws IOException {
    ProposedChange change = config.propose(Shop.change(remote, Shop.OLD));

    assertThat(change.isNoOp()).isTrue();
    assertThat(remote.branches()).containsExactly("main");
  }

  @Test
  void restoresThePathAndLeavesOtherPathsAlone() throws IOException {
    String stable = remote.branch("main").orElseThrow();
    remote.commit("main", "ana", "Bad", Shop.files("shop@" + Shop.NEW));
    remote.commit("main", "ana", "New file", Map.of(Shop.PATH + "/extra.yaml", config("extra")));
    remote.commit("main", "bob", "Another team", Map.of("apps/cart/production/y.yaml", "a: b\n"));

    ProposedChange change =
        config.restore(Shop.restore(remote, "production/shop/sha256:1", stable));

    assertThat(change.branch()).startsWith("slipway-restore/production/");
    assertThat(change.proposed().revision())
        .isEqualTo(
            new JGitRenderer(new RepositoryCache(folder.resolve("cache")), Readers.withoutTools())
                .render(Shop.path(remote), stable, "shop")
                .state()
                .revision());
    assertThat(remote.content(change.commit(), Shop.PATH))
        .isEqualTo(remote.content(stable, Shop.PATH));
    assertThat(remote.content(change.commit(), "apps/cart"))
        .isEqualTo(remote.content("main", "apps/cart"));
    assertThat(config.restore(Shop.restore(remote, "production/shop/sha256:1", stable)))
        .isEqualTo(change);
  }

  @Test
  void bringsAPathBackThatWasDeleted() throws IOException {
    String stable = remote.branch("main").orElseThrow();
    remote.commit(
        "main", "ana", "Gone but for the workload", Map.of(Shop.PATH + "/config.yaml", ""));

    ProposedChange change = config.restore(Shop.restore(remote, "k", stable));

    assertThat(change.base().objects()).isEqualTo(1);
    assertThat(change.proposed().objects()).isEqualTo(3);
  }

  @Test
  void readsTheReleaseFromTheTrailerOfTheCommitThatChangedThePath() throws IOException {
    remote.commit(
        "main",
        "Slipway",
        "Release\n\nSlipway-Release: shop/bbbbbbbbbbbb-2\nSlipway-Commit: x\n",
        Shop.files("shop@" + Shop.NEW));

    assertThat(config.head(Shop.head(remote)).cause().release())
        .isEqualTo(Optional.of("shop/bbbbbbbbbbbb-2"));
  }

  private static String config(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }
}
