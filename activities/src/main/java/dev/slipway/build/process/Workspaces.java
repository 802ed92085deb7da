package dev.slipway.build.process;

import dev.slipway.build.log.StepKey;
import dev.slipway.disk.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories in which steps run: {@code <root>/<service>_<commit>-<attempt>_<step>}. One that
 * is found there belongs to a killed attempt, or is kept from a failed one, and makes way.
 */
final class Workspaces {

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);
  private static final String KEPT = "kept";
  private static final String DISCARDED = ".discarded";

  private final Path root;
  private final int keptAtMost;

  Workspaces(Path root, int keptAtMost) {
    this.root = root;
    this.keptAtMost = keptAtMost;
  }

  /** An empty workspace. Who asks must hold the step's lock. */
  Workspace fresh(StepKey key) throws IOException {
    Path directory = root.resolve(key.fileName());
    discard(directory);
    Files.createDirectories(directory.resolve("tmp"));
    return new Workspace(this, directory);
  }

  /** Keeps a workspace to be looked at, in the place of the oldest that is kept. */
  void keep(Path directory) throws IOException {
    if (keptAtMost == 0) {
      discard(directory);
      return;
    }
    Path mark = directory.resolve(KEPT);
    Files.deleteIfExists(mark);
    Files.createFile(mark);
    List<Kept> kept = kept();
    for (Kept oldest : kept.subList(0, Math.max(0, kept.size() - keptAtMost))) {
      discard(oldest.directory());
    }
  }

  /**
   * Takes the directory out of the way at once and then removes it. What cannot be removed must not
   * hold up a release: it is logged, and tried again with the next one.
   */
  void discard(Path directory) throws IOException {
    Path discarded = root.resolve(DISCARDED);
    Files.createDirectories(discarded);
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(
          directory,
          discarded.resolve(UUID.randomUUID().toString()),
          StandardCopyOption.ATOMIC_MOVE);
    }
    try (Stream<Path> left = Files.list(discarded)) {
      for (Path old : (Iterable<Path>) left::iterator) {
        remove(old);
      }
    }
  }

  private static void remove(Path directory) {
    try {
      DirectoryTree.delete(directory);
    } catch (NoSuchFileException e) {
      LOG.debug("{} is being removed by another step", directory, e);
    } catch (IOException e) {
      LOG.warn("the old workspace {} cannot be removed: it is tried again", directory, e);
    }
  }

  /** The oldest first. */
  private List<Kept> kept() throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> marks = Files.find(root, 2, (path, attributes) -> isMark(path))) {
      for (Path mark : (Iterable<Path>) marks::iterator) {
        FileTime since = Files.getLastModifiedTime(mark);
        kept.add(new Kept(mark.resolveSibling(""), since.toInstant()));
      }
    }
    kept.sort(Comparator.comparing(Kept::since));
    return kept;
  }

  private boolean isMark(Path path) {
    Path relative = root.relativize(path);
    return relative.getNameCount() == 2
        && relative.endsWith(KEPT)
        && !relative.startsWith(DISCARDED);
  }

  private record Kept(Path directory, Instant since) {}
}
