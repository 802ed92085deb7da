package dev.slipway.gitops.render;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * The files of a repository that a tool may see: whole folders, of real files only. They are copied
 * to where the tool runs; nothing else of the repository is there, and no link that leads away.
 */
final class FileSelection {

  private static final int MAX_FOLDERS = 20;

  private final TreeFiles files;
  private final FileBudget budget;
  private final TreeMap<String, TreeFiles.Entry> chosen = new TreeMap<>();

  FileSelection(TreeFiles files, FileBudget budget) {
    this.files = files;
    this.budget = budget;
  }

  void addFolder(String folder) {
    addFolder(folder, 0);
  }

  private void addFolder(String folder, int depth) {
    if (depth > MAX_FOLDERS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          "'" + folder + "' lies more than " + MAX_FOLDERS + " folders deep");
    }
    for (TreeFiles.Entry entry : files.list(folder)) {
      switch (entry.kind()) {
        case FOLDER -> addFolder(entry.path(), depth + 1);
        case FILE -> chosen.put(entry.path(), entry);
        case LINK, SUBMODULE ->
            throw FailureType.MISCONFIGURED.permanent(
                entry.path()
                    + ": a symbolic link or submodule is not followed: put a real file there");
      }
    }
  }

  void addFile(TreeFiles.Entry file) {
    chosen.put(file.path(), file);
  }

  Collection<TreeFiles.Entry> entries() {
    return chosen.values();
  }

  /** Equal for equal files at equal places, whatever the commit. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (TreeFiles.Entry entry : chosen.values()) {
        digest.update((entry.path() + "\0" + entry.id() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes the files below a folder.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED or LIMIT_EXCEEDED, permanent
   */
  void copyTo(Path folder) {
    for (TreeFiles.Entry entry : chosen.values()) {
      try {
        Path file = folder.resolve(entry.path()).normalize();
        if (!file.startsWith(folder) || !folder.relativize(file).toString().equals(entry.path())) {
          throw unusable(entry);
        }
        Files.createDirectories(file.getParent());
        Files.write(file, budget.bytes(entry));
      } catch (InvalidPathException e) {
        throw unusable(entry);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static RuntimeException unusable(TreeFiles.Entry entry) {
    return FailureType.MISCONFIGURED.permanent(
        "'" + entry.path() + "' is no name that a file can have here: rename it");
  }
}
