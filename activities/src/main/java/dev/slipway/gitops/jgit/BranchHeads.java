package dev.slipway.gitops.jgit;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.Transport;

/** Asks a remote what its branches point at, without bringing anything: cheap enough to poll. */
public final class BranchHeads {

  private static final int IDLE_SECONDS = 20;

  /**
   * The commit of a branch; empty when the remote answered and has no such branch (yet).
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the remote does not answer
   */
  public Optional<String> head(String repository, String branch) {
    Remote remote = Remote.parse(repository);
    String name = Constants.R_HEADS + branch;
    if (remote.directory().isPresent()) {
      return local(remote, name).map(ObjectId::name);
    }
    return Optional.ofNullable(list(remote).get(name)).map(ObjectId::name);
  }

  /** All refs of a remote. */
  static Map<String, ObjectId> list(Remote remote) {
    try {
      remote.checkPresent();
      try (Transport transport = Transport.open(remote.uri())) {
        transport.setTimeout(IDLE_SECONDS);
        try (FetchConnection connection = transport.openFetch()) {
          Map<String, ObjectId> refs = new HashMap<>();
          for (Ref ref : connection.getRefs()) {
            Optional.ofNullable(ref.getObjectId()).ifPresent(id -> refs.put(ref.getName(), id));
          }
          return refs;
        }
      }
    } catch (IOException e) {
      throw remote.unreachable(e);
    }
  }

  private static Optional<ObjectId> local(Remote remote, String name) {
    try {
      remote.checkPresent();
      try (Repository repository = openLocal(remote)) {
        return Optional.ofNullable(repository.exactRef(name)).map(Ref::getObjectId);
      }
    } catch (IOException e) {
      throw remote.unreachable(e);
    }
  }

  private static Repository openLocal(Remote remote) throws IOException {
    java.io.File directory = remote.directory().orElseThrow().toFile();
    java.io.File inside = new java.io.File(directory, Constants.DOT_GIT);
    return new FileRepositoryBuilder()
        .setGitDir(inside.isDirectory() ? inside : directory)
        .setMustExist(true)
        .build();
  }
}
