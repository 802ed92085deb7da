package dev.slipway.gitops.jgit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A real bare repository in a folder, which people push to. */
public final class TestRemote implements AutoCloseable {

  private final Path directory;
  private final Repository repository;
  private int seconds;

  private TestRemote(Path directory, Repository repository) {
    this.directory = directory;
    this.repository = repository;
  }

  public static TestRemote create(Path directory) throws IOException {
    Repository repository =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
    repository.create(true);
    RefUpdate head = repository.updateRef(Constants.HEAD);
    head.link("refs/heads/main");
    return new TestRemote(directory, repository);
  }

  public String address() {
    return directory.toString();
  }

  public Path directory() {
    return directory;
  }

  /** A person commits files on a branch; an empty text deletes one. */
  public String commit(String branch, String author, String message, Map<String, String> files)
      throws IOException {
    Map<String, ObjectId> blobs = new TreeMap<>();
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        if (!file.getValue().isEmpty()) {
          byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
          blobs.put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, bytes));
        }
      }
      inserter.flush();
    }
    return commit(branch, author, message, files.keySet(), blobs, FileMode.REGULAR_FILE);
  }

  /** A person commits a symbolic link. */
  public String link(String branch, String path, String target) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, target.getBytes(StandardCharsets.UTF_8));
      inserter.flush();
      return commit(branch, "ana", "link", List.of(path), Map.of(path, blob), FileMode.SYMLINK);
    }
  }

  private String commit(
      String branch,
      String author,
      String message,
      Iterable<String> touched,
      Map<String, ObjectId> blobs,
      FileMode mode)
      throws IOException {
    ObjectId parent = repository.resolve(Constants.R_HEADS + branch);
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    if (parent != null) {
      keepOthers(parent, builder, touched);
    }
    for (Map.Entry<String, ObjectId> blob : blobs.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(blob.getKey());
      entry.setFileMode(mode);
      entry.setObjectId(blob.getValue());
      builder.add(entry);
    }
    builder.finish();
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(cache.writeTree(inserter));
      if (parent != null) {
        commit.setParentId(parent);
      }
      Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds++);
      PersonIdent who = new PersonIdent(author, author + "@example.com", at, ZoneOffset.UTC);
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      set(branch, id);
      return id.name();
    }
  }

  private void keepOthers(ObjectId parent, DirCacheBuilder builder, Iterable<String> touched)
      throws IOException {
    List<String> gone = new ArrayList<>();
    touched.forEach(gone::add);
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(walk.parseCommit(parent).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        if (!gone.contains(tree.getPathString())) {
          DirCacheEntry entry = new DirCacheEntry(tree.getPathString());
          entry.setFileMode(tree.getFileMode(0));
          entry.setObjectId(tree.getObjectId(0));
          builder.add(entry);
        }
      }
    }
  }

  private void set(String branch, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.forceUpdate();
  }

  /** Sets or deletes (empty) a branch. */
  public void move(String branch, String commit) throws IOException {
    if (!commit.isEmpty()) {
      set(branch, ObjectId.fromString(commit));
      return;
    }
    RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
    update.setForceUpdate(true);
    update.delete();
  }

  public Optional<String> branch(String name) throws IOException {
    return Optional.ofNullable(repository.exactRef(Constants.R_HEADS + name))
        .map(Ref::getObjectId)
        .map(ObjectId::name);
  }

  public List<String> branches() throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
        .map(Ref::getName)
        .map(name -> name.substring(Constants.R_HEADS.length()))
        .toList();
  }

  public List<String> refs(String prefix) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix).stream().map(Ref::getName).toList();
  }

  /** A file's text at a commit or branch. */
  public String text(String revision, String path) throws IOException {
    ObjectId blob = repository.resolve(revision + ":" + path);
    if (blob == null) {
      throw new IOException("no " + path + " at " + revision);
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      return new String(reader.open(blob).getBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Id of what stands at a path. */
  public String content(String revision, String path) throws IOException {
    ObjectId id = repository.resolve(revision + ":" + path);
    if (id == null) {
      throw new IOException("no " + path + " at " + revision);
    }
    return id.name();
  }

  /** The branch's own line of commits, newest first. */
  public List<RevCommit> line(String branch) throws IOException {
    List<RevCommit> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(repository.resolve(Constants.R_HEADS + branch)));
      for (RevCommit commit : walk) {
        commits.add(commit);
      }
    }
    return commits;
  }

  /** Runs the real git in this repository and gives what it prints. */
  public String git(String... arguments) throws IOException {
    return git(directory.toFile(), arguments);
  }

  public static String git(File where, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(where).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + role + "_NAME", "ana");
      builder.environment().put("GIT_" + role + "_EMAIL", "ana@example.com");
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }

  @Override
  public void close() {
    repository.close();
  }
}
