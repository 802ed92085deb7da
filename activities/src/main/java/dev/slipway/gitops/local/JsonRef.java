package dev.slipway.gitops.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A record kept as JSON in a ref of its own: each change is a commit, so that {@code git log} shows
 * who changed it and when.
 *
 * @param file name of the one file in its tree
 * @param type of the record
 */
record JsonRef<T>(String file, Class<T> type) {

  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();
  private static final int MAX_BYTES = 1_000_000;

  /**
   * A record as it was read.
   *
   * @param id of the commit that holds it: what a change is compared with
   */
  record Version<T>(ObjectId id, T value) {}

  /** Who changes it and why, for the log. */
  record Change(String by, String message, Instant at) {}

  Optional<Version<T>> read(Repository repository, String ref) throws IOException {
    Optional<ObjectId> id = BareRepository.read(repository, ref);
    return id.isEmpty() ? Optional.empty() : Optional.of(read(repository, ref, id.get()));
  }

  Version<T> read(Repository repository, String ref, ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk found =
            TreeWalk.forPath(walk.getObjectReader(), file, walk.parseCommit(id).getTree())) {
      if (found == null) {
        throw unreadable(repository, ref, "it has no " + file);
      }
      byte[] json = walk.getObjectReader().open(found.getObjectId(0)).getBytes(MAX_BYTES);
      return new Version<>(id.copy(), MAPPER.readValue(json, type));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unreadable(repository, ref, e.getClass().getSimpleName());
    }
  }

  /** Never taken for "nothing": a broken protection must not open the branch. */
  private RuntimeException unreadable(Repository repository, String ref, String why) {
    return FailureType.MISCONFIGURED.retryable(
        ref
            + " in "
            + repository.getDirectory()
            + " cannot be read ("
            + why
            + "): set it back with git update-ref");
  }

  /**
   * @param seen empty: the ref must not be there yet
   * @return the new version; empty when somebody else changed it
   */
  Optional<Version<T>> write(
      Repository repository, String ref, Optional<Version<T>> seen, T value, Change change)
      throws IOException {
    Optional<ObjectId> before = seen.map(Version::id);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      String json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, json.getBytes(StandardCharsets.UTF_8));
      TreeFormatter tree = new TreeFormatter();
      tree.append(file, FileMode.REGULAR_FILE, blob);
      PersonIdent who =
          new PersonIdent(
              change.by(),
              change.by().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "@localhost",
              change.at(),
              ZoneOffset.UTC);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      before.ifPresent(commit::setParentId);
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage(change.message());
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return BareRepository.set(repository, ref, before, id)
          ? Optional.of(new Version<>(id, value))
          : Optional.empty();
    }
  }
}
