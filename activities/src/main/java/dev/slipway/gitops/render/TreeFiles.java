package dev.slipway.gitops.render;

import java.util.List;
import java.util.Optional;

/**
 * The files of a repository at one commit. Paths are relative to its root, separated by {@code /},
 * without {@code .} and {@code ..}; the root is the empty path.
 */
public interface TreeFiles {

  /** What stands in a folder, sorted by name; empty where there is no such folder. */
  List<Entry> list(String folder);

  /** What stands at a path; empty where nothing does. */
  Optional<Entry> find(String path);

  /** Size of a file in bytes, without reading it. */
  long size(Entry file);

  /** The bytes of a file. */
  byte[] read(Entry file);

  /**
   * @param id of the content: the same id, the same content
   */
  record Entry(String path, Kind kind, String id) {

    /** The last part of the path. */
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** What Git can hold. */
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    SUBMODULE
  }
}
