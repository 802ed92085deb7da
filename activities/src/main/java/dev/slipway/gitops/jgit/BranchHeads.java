package dev.slipway.gitops.jgit;

import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
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

  private final RemoteCredentials credentials;

  /** Asks anonymously. */
  public BranchHeads() {
    this(RemoteCredentials.none());
  }

  /**
   * @param credentials for the remotes that ask who we are
   */
  public BranchHeads(RemoteCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * The commit of a branch; empty when the remote answered and has no such branch (yet).
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the remote does not answer;
   *     MISCONFIGURED for an address that Slipway does not read
   */
  public Optional<String> head(String repository, String branch) {
    Remote remote = Remote.parse(repository).with(credentials);
    String name = Constants.R_HEADS + branch;
    if (remote.directory().isEmpty()) {
      return Optional.ofNullable(list(remote).get(name)).map(ObjectId::name);
    }
    try (Repository local = openLocal(remote)) {
      return Optional.ofNullable(local.exactRef(name)).map(Ref::getObjectId).map(ObjectId::name);
    } catch (IOException e) {
      throw remote.unreachable(e);
    }
  }

  /** All refs of a remote. */
  static Map<String, ObjectId> list(Remote remote) {
    try {
      return remote.directory().isPresent() ? listLocal(remote) : listAfar(remote);
    } catch (IOException e) {
      throw remote.unreachable(e);
    }
  }

  private static Map<String, ObjectId> listLocal(Remote remote) throws IOException {
    try (Repository local = openLocal(remote)) {
      return byName(local.getRefDatabase().getRefs());
    }
  }

  private static Map<String, ObjectId> listAfar(Remote remote) throws IOException {
    // The dumb transport wants a repository to read into, though nothing is brought.
    try (Repository nowhere = new InMemoryRepository(new DfsRepositoryDescription("nowhere"));
        Transport transport = Transport.open(nowhere, remote.uri())) {
      remote.prepare(transport);
      transport.setTimeout(IDLE_SECONDS);
      try (FetchConnection connection = transport.openFetch()) {
        return byName(connection.getRefs());
      }
    }
  }

  static Map<String, ObjectId> byName(Collection<Ref> refs) {
    Map<String, ObjectId> ids = new HashMap<>();
    for (Ref ref : refs) {
      Optional.ofNullable(ref.getObjectId()).ifPresent(id -> ids.put(ref.getName(), id));
    }
    return ids;
  }

  /** The repository of a remote on this machine, bare or not. */
  static Repository openLocal(Remote remote) throws IOException {
    remote.checkPresent();
    File directory = remote.directory().orElseThrow().toFile();
    File inside = new File(directory, Constants.DOT_GIT);
    return new FileRepositoryBuilder()
        .setGitDir(inside.isDirectory() ? inside : directory)
        .setMustExist(true)
        .build();
  }
}
