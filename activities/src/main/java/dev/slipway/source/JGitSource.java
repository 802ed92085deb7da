package dev.slipway.source;

import dev.slipway.gitops.jgit.GitTreeFiles;
import dev.slipway.gitops.jgit.RepositoryCache;
import dev.slipway.gitops.jgit.Snapshot;
import dev.slipway.gitops.render.RepositoryPath;
import dev.slipway.gitops.render.TreeFiles;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Resolves revisions and reads delivery files by JGit. A revision is a full commit id, an
 * abbreviated one of at least 12 digits, or a branch.
 */
public final class JGitSource implements SourceActivities {

  private static final long MAX_FILE = 256_000;
  private static final int MAX_PROBLEMS = 50;
  private static final int MAX_SUBJECT = 200;

  private final RepositoryCache cache;
  private final DeliveryParser parser;

  public JGitSource(RepositoryCache cache, DeliveryParser parser) {
    this.cache = cache;
    this.parser = parser;
  }

  @Override
  public SourceReading read(SourceOrder order) {
    String file = RepositoryPath.normal(order.deliveryFile());
    if (ObjectId.isId(order.revision())) {
      return cache.at(
          order.repository(),
          order.revision(),
          snapshot -> read(snapshot, ObjectId.fromString(order.revision()), file));
    }
    return cache.ask(
        order.repository(), snapshot -> read(snapshot, resolve(snapshot, order.revision()), file));
  }

  /** An id first: a branch that is named like a commit must not stand in for it. */
  private static ObjectId resolve(Snapshot snapshot, String revision) throws IOException {
    List<ObjectId> commits =
        revision.matches("[0-9a-f]{12,39}") ? abbreviated(snapshot, revision) : List.of();
    if (commits.size() > 1) {
      throw FailureType.NOT_FOUND.permanent(
          "'" + revision + "' is the beginning of several commits: give more digits");
    }
    // Permanent: the repository answered, and this will not appear by asking again.
    return commits.stream()
        .findFirst()
        .or(() -> snapshot.branch(revision))
        .orElseThrow(
            () ->
                FailureType.NOT_FOUND.permanent(
                    "the repository "
                        + snapshot.remote()
                        + " has no commit or branch '"
                        + revision
                        + "'"));
  }

  private static List<ObjectId> abbreviated(Snapshot snapshot, String revision) throws IOException {
    try (ObjectReader reader = snapshot.repository().newObjectReader()) {
      Collection<ObjectId> matches = reader.resolve(AbbreviatedObjectId.fromString(revision));
      List<ObjectId> commits = new ArrayList<>();
      for (ObjectId match : matches) {
        if (reader.open(match).getType() == Constants.OBJ_COMMIT) {
          commits.add(match);
        }
      }
      return commits;
    }
  }

  private SourceReading read(Snapshot snapshot, ObjectId id, String file) throws IOException {
    try (RevWalk walk = new RevWalk(snapshot.repository())) {
      RevCommit commit = walk.parseCommit(id);
      GitTreeFiles files = new GitTreeFiles(walk.getObjectReader(), commit.getTree());
      DeliveryParser.Parsed parsed = parse(files, file);
      String subject = commit.getShortMessage();
      return new SourceReading(
          commit.name(),
          commit.getAuthorIdent().getName(),
          subject.length() > MAX_SUBJECT ? subject.substring(0, MAX_SUBJECT) : subject,
          commit.getCommitterIdent().getWhenAsInstant(),
          parsed.problems().isEmpty() ? parsed.delivery() : Optional.empty(),
          parsed.problems().stream().limit(MAX_PROBLEMS).toList());
    }
  }

  private DeliveryParser.Parsed parse(GitTreeFiles files, String file) {
    Optional<TreeFiles.Entry> entry = files.find(file);
    if (entry.isEmpty()) {
      return DeliveryParser.Parsed.problem(
          file + ": there is no such file at this commit: `slipway init` writes a first one");
    }
    if (entry.get().kind() != TreeFiles.Kind.FILE) {
      return DeliveryParser.Parsed.problem(
          file + ": has to be a real file, no folder, symbolic link or submodule");
    }
    if (files.size(entry.get()) > MAX_FILE) {
      return DeliveryParser.Parsed.problem(file + ": larger than 256 kB");
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(files.read(entry.get()));
      return parser.parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), file);
    } catch (CharacterCodingException e) {
      return DeliveryParser.Parsed.problem(file + ": no UTF-8 text");
    }
  }
}
