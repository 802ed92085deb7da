package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.log.StepKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces are fresh, and do not pile up. */
class WorkspacesTest {

  @TempDir private Path root;

  @Test
  void throwsAHalfMadeOneAway() throws Exception {
    Workspaces workspaces = new Workspaces(root, 20);
    Workspace killed = workspaces.fresh(key(1));
    Files.createDirectories(killed.source().resolve("half"));

    Workspace fresh = workspaces.fresh(key(1));

    assertThat(fresh.source()).doesNotExist();
    assertThat(root.resolve(".discarded")).isEmptyDirectory();
  }

  @Test
  void goesWhenItIsClosed() throws Exception {
    Workspace workspace = new Workspaces(root, 20).fresh(key(1));
    Files.createDirectories(workspace.source());

    workspace.close();

    assertThat(workspace.source()).doesNotExist();
  }

  @Test
  void keepsTheNewestThatWereToBeKept() throws Exception {
    Workspaces workspaces = new Workspaces(root, 2);
    for (int attempt = 1; attempt <= 4; attempt++) {
      Workspace workspace = workspaces.fresh(key(attempt));
      Files.createDirectories(workspace.source());
      workspace.keep();
      workspace.close();
      Files.setLastModifiedTime(
          key(attempt).under(root, "").resolve("kept"),
          FileTime.from(Instant.now().minusSeconds(100 - attempt)));
    }

    assertThat(key(2).under(root, "")).doesNotExist();
    assertThat(key(3).under(root, "").resolve("source")).exists();
    assertThat(key(4).under(root, "").resolve("source")).exists();
  }

  @Test
  void findsFilesOnlyWithinTheTree() throws Exception {
    Workspace workspace = new Workspaces(root, 2).fresh(key(1));
    Files.createDirectories(workspace.source().resolve("target"));
    Files.writeString(workspace.source().resolve("target/shop.jar"), "x");
    Files.createSymbolicLink(workspace.source().resolve("inside"), Path.of("target/shop.jar"));
    Files.createSymbolicLink(workspace.source().resolve("outside"), Path.of("../tmp"));
    Files.writeString(workspace.temporary().resolve("secret"), "x");

    assertThat(workspace.file("target/shop.jar")).isPresent();
    assertThat(workspace.file("inside")).isEqualTo(workspace.file("target/shop.jar"));
    assertThat(workspace.file("target")).isEmpty();
    assertThat(workspace.file("missing")).isEmpty();
    for (String path : new String[] {"outside/secret", "../tmp/secret", "/etc/passwd"}) {
      assertThatThrownBy(() -> workspace.file(path)).isInstanceOf(Workspace.LeftWorkspace.class);
    }
  }

  private static StepKey key(int attempt) {
    return StepKey.build("shop/1f2e3d4c5b6a-" + attempt);
  }
}
