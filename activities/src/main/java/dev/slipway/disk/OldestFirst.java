package dev.slipway.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the files below a directory within a size. */
public final class OldestFirst {

  private OldestFirst() {}

  /**
   * Removes the files that were written longest ago until the others fit.
   *
   * @param spared is neither counted nor removed
   * @param limit bytes of all together
   */
  public static void makeRoom(Path root, Path spared, long limit) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Kept> all = new ArrayList<>();
    Files.walkFileTree(root, new Inventory(spared, all));
    long total = all.stream().mapToLong(Kept::size).sum();
    all.sort(Comparator.comparingLong(Kept::modified));
    for (Kept oldest : all) {
      if (total <= limit) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      total -= oldest.size();
    }
  }

  /** Lists the files but for the one that is spared; others may come and go meanwhile. */
  private static final class Inventory extends SimpleFileVisitor<Path> {
    private final Path spared;
    private final List<Kept> found;

    private Inventory(Path spared, List<Kept> found) {
      this.spared = spared;
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !file.equals(spared)) {
        found.add(new Kept(file, attributes.size(), attributes.lastModifiedTime().toMillis()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  private record Kept(Path file, long size, long modified) {}
}
