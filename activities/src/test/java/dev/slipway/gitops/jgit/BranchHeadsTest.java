package dev.slipway.gitops.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchHeadsTest {

  @TempDir private Path folder;

  @Test
  void followsABranchOfABareRepositoryAndOfAClone() throws IOException {
    try (TestRemote remote = TestRemote.create(folder.resolve("r.git"))) {
      String first = remote.commit("main", "ana", "First", Map.of("a", "b"));
      Path clone = folder.resolve("clone");
      TestRemote.git(folder.toFile(), "clone", "-q", remote.address(), clone.toString());
      BranchHeads heads = new BranchHeads();

      assertThat(heads.head(remote.address(), "main")).contains(first);
      assertThat(heads.head("file://" + remote.address(), "main")).contains(first);
      assertThat(heads.head(clone.toString(), "main")).contains(first);
      assertThat(heads.head(remote.address(), "other")).isEmpty();
      String second = remote.commit("main", "ana", "Second", Map.of("a", "c"));
      assertThat(heads.head(remote.address(), "main")).contains(second);
    }
  }

  @Test
  void saysThatTheRepositoryIsGone() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> new BranchHeads().head(folder.resolve("gone").toString(), "main"));

    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
  }
}
