package dev.slipway.gitops.jgit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Makes a tree that is another one but for one path: no work tree, nothing else is touched. */
final class TreeSplice {

  private final ObjectReader reader;
  private final ObjectInserter inserter;

  TreeSplice(ObjectReader reader, ObjectInserter inserter) {
    this.reader = reader;
    this.inserter = inserter;
  }

  /** The tree with another folder at a path. */
  ObjectId withFolder(ObjectId root, String path, ObjectId folder) throws IOException {
    return path.isEmpty() ? folder : with(Optional.of(root), parts(path), FileMode.TREE, folder);
  }

  /** The tree with another content of a file that is there; its mode stays. */
  ObjectId withFile(ObjectId root, String path, byte[] content) throws IOException {
    FileMode mode;
    try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
      mode = walk == null ? FileMode.REGULAR_FILE : walk.getFileMode(0);
    }
    ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content);
    return with(Optional.of(root), parts(path), mode, blob);
  }

  private static Deque<String> parts(String path) {
    return new ArrayDeque<>(List.of(path.split("/", -1)));
  }

  private ObjectId with(
      Optional<ObjectId> tree, Deque<String> parts, FileMode mode, ObjectId content)
      throws IOException {
    String name = parts.removeFirst();
    List<Entry> entries = tree.isPresent() ? entries(tree.get()) : new ArrayList<>();
    Optional<ObjectId> inner =
        entries.stream()
            .filter(entry -> entry.name().equals(name) && entry.mode().equals(FileMode.TREE))
            .map(Entry::id)
            .findFirst();
    entries.removeIf(entry -> entry.name().equals(name));
    entries.add(
        parts.isEmpty()
            ? new Entry(name, mode, content)
            : new Entry(name, FileMode.TREE, with(inner, parts, mode, content)));
    entries.sort(Comparator.comparing(Entry::sortKey));
    TreeFormatter formatter = new TreeFormatter();
    for (Entry entry : entries) {
      formatter.append(entry.name(), entry.mode(), entry.id());
    }
    return inserter.insert(formatter);
  }

  private List<Entry> entries(ObjectId tree) throws IOException {
    List<Entry> entries = new ArrayList<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(reader, tree); !parser.eof(); parser.next(1)) {
      entries.add(
          new Entry(
              parser.getEntryPathString(), parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
    return entries;
  }

  private record Entry(String name, FileMode mode, ObjectId id) {

    /** Git sorts by bytes, a folder as if its name ended in a slash. */
    String sortKey() {
      byte[] bytes = (mode.equals(FileMode.TREE) ? name + "/" : name).getBytes(UTF_8);
      return new String(bytes, ISO_8859_1);
    }
  }
}
