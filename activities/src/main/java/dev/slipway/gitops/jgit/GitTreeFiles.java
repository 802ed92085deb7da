package dev.slipway.gitops.jgit;

import dev.slipway.gitops.render.TreeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of a tree of a Git repository, read straight from its objects. */
public final class GitTreeFiles implements TreeFiles {

  private final ObjectReader reader;
  private final ObjectId root;

  /**
   * @param root id of the commit's tree
   */
  public GitTreeFiles(ObjectReader reader, ObjectId root) {
    this.reader = reader;
    this.root = root;
  }

  @Override
  public List<Entry> list(String folder) {
    try (TreeWalk walk = new TreeWalk(reader)) {
      Optional<ObjectId> tree = folder(folder);
      if (tree.isEmpty()) {
        return List.of();
      }
      walk.addTree(tree.get());
      List<Entry> entries = new ArrayList<>();
      while (walk.next()) {
        String path = folder.isEmpty() ? walk.getPathString() : folder + "/" + walk.getPathString();
        entries.add(entry(path, walk));
      }
      entries.sort(Comparator.comparing(Entry::path));
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ObjectId> folder(String path) {
    if (path.isEmpty()) {
      return Optional.of(root);
    }
    return find(path)
        .filter(entry -> entry.kind() == Kind.FOLDER)
        .map(entry -> ObjectId.fromString(entry.id()));
  }

  @Override
  public Optional<Entry> find(String path) {
    if (path.isEmpty()) {
      return Optional.of(new Entry("", Kind.FOLDER, root.name()));
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
      return walk == null ? Optional.empty() : Optional.of(entry(path, walk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size(Entry file) {
    try {
      return reader.getObjectSize(ObjectId.fromString(file.id()), ObjectReader.OBJ_ANY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] read(Entry file) {
    try {
      return reader.open(ObjectId.fromString(file.id())).getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String path, TreeWalk walk) {
    FileMode mode = walk.getFileMode(0);
    Kind kind;
    if (mode.equals(FileMode.TREE)) {
      kind = Kind.FOLDER;
    } else if (mode.equals(FileMode.SYMLINK)) {
      kind = Kind.LINK;
    } else if (mode.equals(FileMode.GITLINK)) {
      kind = Kind.SUBMODULE;
    } else {
      kind = Kind.FILE;
    }
    return new Entry(path, kind, walk.getObjectId(0).name());
  }
}
