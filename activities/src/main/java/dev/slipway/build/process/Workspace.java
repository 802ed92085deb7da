package dev.slipway.build.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The directory of one step. It goes when it is closed, unless it is to be kept. */
final class Workspace implements AutoCloseable {

  private final Workspaces home;
  private final Path directory;
  private boolean kept;

  Workspace(Workspaces home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /** The commit's tree, in which the script runs. */
  Path source() {
    return directory.resolve("source");
  }

  /** For temporary files of the script. */
  Path temporary() {
    return directory.resolve("tmp");
  }

  /** The script. */
  Path script() {
    return directory.resolve("run.sh");
  }

  /**
   * A regular file of the tree, wherever links lead to within it; empty when there is none.
   *
   * @throws LeftWorkspace the path, or a link on it, leads out of the tree
   */
  Optional<Path> file(String path) throws IOException, LeftWorkspace {
    Path named = source().resolve(path);
    if (!named.normalize().startsWith(source())) {
      throw new LeftWorkspace();
    }
    if (!Files.exists(named)) {
      return Optional.empty();
    }
    Path real = named.toRealPath();
    if (!real.startsWith(source().toRealPath())) {
      throw new LeftWorkspace();
    }
    return Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(real)
        : Optional.empty();
  }

  /** Leaves the workspace as it is when it is closed. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      home.keep(directory);
    } else {
      home.discard(directory);
    }
  }

  /** A path that leads out of the workspace. */
  static final class LeftWorkspace extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
