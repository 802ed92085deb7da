package dev.slipway.gitops.render;

import dev.slipway.temporal.FailureType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the files of one rendering within its bounds: 500 files, 1 MB each, 10 MB together. */
final class FileBudget {

  private static final int MAX_FILES = 500;
  private static final long MAX_FILE = 1_000_000;
  private static final long MAX_TOTAL = 10_000_000;

  private final TreeFiles files;
  private final String root;
  private int count;
  private long total;
  private boolean leftRoot;

  /**
   * @param root the folder that is rendered
   */
  FileBudget(TreeFiles files, String root) {
    this.files = files;
    this.root = root;
  }

  /** Whether a file outside the rendered folder was read: then its tree alone tells no revision. */
  boolean isSpreadOverRepository() {
    return leftRoot;
  }

  String text(TreeFiles.Entry file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw FailureType.MISCONFIGURED.permanent(file.path() + ": no UTF-8 text");
    }
  }

  byte[] bytes(TreeFiles.Entry file) {
    leftRoot |= !RepositoryPath.isBelow(root, file.path());
    if (file.kind() != TreeFiles.Kind.FILE) {
      throw FailureType.MISCONFIGURED.permanent(
          file.path() + ": a symbolic link or submodule is not followed: put a real file there");
    }
    long size = files.size(file);
    count++;
    total += size;
    if (size > MAX_FILE) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          file.path() + ": " + size + " bytes; a manifest may have 1 MB");
    }
    if (count > MAX_FILES || total > MAX_TOTAL) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          "'" + root + "' holds more than " + MAX_FILES + " files or 10 MB of manifests");
    }
    return files.read(file);
  }
}
