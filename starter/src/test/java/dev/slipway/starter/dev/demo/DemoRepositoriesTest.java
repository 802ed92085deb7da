package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's repositories, by the installed git. */
class DemoRepositoriesTest {

  private final Git git = Git.installed(System.getenv());
  @TempDir private Path directory;
  private DemoRepositories repositories;

  @BeforeEach
  void create() {
    StateDirectory state = new StateDirectory(directory);
    state.create();
    repositories = new DemoRepositories(git, state, SampleEdition.plain(Sample.FOLDER));
    repositories.create();
  }

  @Test
  void theServiceCanBeBuiltFromItsFirstCommit() {
    String commit = repositories.pushFirstVersion();

    assertThat(git.in(repositories.source(), "ls-tree", commit, "build.sh")).startsWith("100755");
    assertThat(git.in(repositories.source(), "show", "main:delivery.yaml"))
        .contains("mode: deployment");
  }

  @Test
  void eachChangeIsACommitOnTopOfTheOneBefore() {
    String first = repositories.pushFirstVersion();
    String second = repositories.push(Change.PIECES);
    String third = repositories.push(Change.PRICE_PER_PIECE);
    String fourth = repositories.push(Change.PRICE_PER_PIECE_MENDED);

    assertThat(git.in(repositories.source(), "log", "--format=%H", "main").lines())
        .containsExactly(fourth, third, second, first);
    assertThat(git.in(repositories.source(), "ls-tree", "-r", "--name-only", "main"))
        .doesNotContain("message.txt");
    assertThat(git.in(repositories.source(), "show", "main:delivery.yaml"))
        .contains("mode: delivery");
  }

  @Test
  void nothingIsReleasedYetInTheConfigRepository() {
    assertThat(repositories.artifactOnBranch()).isEmpty();
    assertThat(repositories.history()).hasSize(1);
  }

  @Test
  void readsTheArtifactThatTheBranchNames() throws Exception {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    Path checkout = directory.resolve("checkouts/shop-config");
    Path file = checkout.resolve(DemoRepositories.PATH).resolve("deployment.yaml");
    Files.writeString(
        file, Files.readString(file).replace("image: shop\n", "image: shop@" + digest + "\n"));
    String before = repositories.treeOnBranch();
    git.in(checkout, "commit", "--quiet", "--all", "--message", "Release");
    git.in(checkout, "push", "--quiet", "origin", "HEAD:main");

    assertThat(repositories.artifactOnBranch()).contains(digest);
    assertThat(repositories.treeOnBranch()).isNotEqualTo(before);
  }

  @Test
  void saysWhatGitSaidWhenItFails() {
    assertThatThrownBy(() -> git.in(directory, "rev-parse", "--verify", "nothing"))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("git rev-parse --verify nothing failed", "fatal");
  }

  @Test
  void saysSoWhereThereIsNoGit() {
    assertThatThrownBy(() -> Git.installed(Map.of("PATH", "/nowhere")))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("needs git", "install it");
  }
}
