package dev.slipway.gitops.jgit;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * A commit that Slipway makes.
 *
 * @param subject first line
 * @param body further paragraphs, may be empty
 * @param trailers the last paragraph: who caused a commit is read from them
 */
public record SlipwayCommit(String subject, String body, Map<String, String> trailers) {

  /** How Slipway signs its commits. */
  public static final String NAME = "Slipway";

  private static final String EMAIL = "slipway@localhost";
  private static final int MAX_LINE = 500;

  public SlipwayCommit {
    trailers = Map.copyOf(trailers);
  }

  /** The whole message; line breaks inside subject and trailers are taken out. */
  public String message() {
    StringBuilder message = new StringBuilder(oneLine(subject)).append("\n\n");
    if (!body.isBlank()) {
      message.append(body.strip()).append("\n\n");
    }
    new TreeMap<>(trailers)
        .forEach(
            (name, value) -> message.append(name).append(": ").append(oneLine(value)).append('\n'));
    return message.toString().stripTrailing() + "\n";
  }

  /**
   * Inserts the commit.
   *
   * @param at given by the caller, so that the same work makes the same commit id
   */
  public ObjectId insert(ObjectInserter inserter, ObjectId tree, List<ObjectId> parents, Instant at)
      throws IOException {
    PersonIdent slipway = new PersonIdent(NAME, EMAIL, at, ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(parents);
    commit.setAuthor(slipway);
    commit.setCommitter(slipway);
    commit.setMessage(message());
    ObjectId id = inserter.insert(commit);
    inserter.flush();
    return id;
  }

  static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line;
  }
}
