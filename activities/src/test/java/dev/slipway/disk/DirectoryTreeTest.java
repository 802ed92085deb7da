package dev.slipway.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed is gone, and nothing else is. */
class DirectoryTreeTest {

  @TempDir private Path home;

  @Test
  void removesLinksAndNotWhatTheyLeadTo() throws Exception {
    Path kept = Files.createDirectories(home.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path tree = Files.createDirectories(home.resolve("tree/deep"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(tree.resolve("dangling"), home.resolve("nowhere"));

    DirectoryTree.delete(home.resolve("tree"));

    assertThat(home.resolve("tree")).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("x");
  }

  @Test
  void removesDirectoriesThatWereMadeReadOnly() throws Exception {
    Path closed = Files.createDirectories(home.resolve("tree/closed"));
    Files.writeString(closed.resolve("file"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));

    DirectoryTree.delete(home.resolve("tree"));

    assertThat(home.resolve("tree")).doesNotExist();
  }

  @Test
  void isContentWhereThereIsNothing() throws Exception {
    DirectoryTree.delete(home.resolve("nothing"));

    assertThat(home.resolve("nothing")).doesNotExist();
  }
}
