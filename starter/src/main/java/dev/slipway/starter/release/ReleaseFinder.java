package dev.slipway.starter.release;

import dev.slipway.release.ReleaseKey;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Execution;
import dev.slipway.starter.server.Selection;
import dev.slipway.starter.server.Selection.Kind;
import dev.slipway.starter.server.SlipwayServer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the release that a person means: by its whole key, a prefix of it that fits one release
 * only, a commit, or the name of a service, which means its newest.
 */
final class ReleaseFinder {

  private static final Pattern KEY = Pattern.compile("[^/]+/[0-9a-f]{12,64}-[1-9][0-9]{0,5}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{4,64}");
  private static final String ID = "release/";
  private static final int ENOUGH = 200;
  private static final int SHOWN = 8;

  private final SlipwayServer server;

  ReleaseFinder(SlipwayServer server) {
    this.server = server;
  }

  /** Whether the text is a whole key, for which nobody has to be asked. */
  static boolean isWhole(String text) {
    return KEY.matcher(text).matches();
  }

  /**
   * @throws CliException NOT_FOUND when the text fits no release, or several, which are named then
   */
  ReleaseKey find(String argument) {
    String text = argument.startsWith(ID) ? argument.substring(ID.length()) : argument;
    if (isWhole(text)) {
      return ReleaseKey.parse(text);
    }
    Selection releases = Selection.of(Kind.RELEASE, ENOUGH);
    if (text.indexOf('/') > 0) {
      return only(text, server.list(releases.withIdPrefix(ID + text)));
    }
    List<Execution> ofService = server.list(releases.withIdPrefix(ID + text + "/"));
    if (!ofService.isEmpty()) {
      return key(ofService.getFirst());
    }
    if (COMMIT.matcher(text).matches()) {
      return only(text, server.list(releases.withCommitPrefix(text)));
    }
    throw new CliException(
        ExitCode.NOT_FOUND,
        "There is no release of a service '" + text + "': see slipway service list.");
  }

  private static ReleaseKey only(String text, List<Execution> found) {
    if (found.isEmpty()) {
      throw new CliException(
          ExitCode.NOT_FOUND, "No release begins with '" + text + "': see slipway release list.");
    }
    if (found.size() > 1) {
      List<String> names = found.stream().map(execution -> key(execution).toString()).toList();
      throw new CliException(
          ExitCode.NOT_FOUND,
          "'"
              + text
              + "' fits "
              + names.size()
              + " releases, name one of them: "
              + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
              + (names.size() > SHOWN ? ", …" : "."));
    }
    return key(found.getFirst());
  }

  static ReleaseKey key(Execution execution) {
    return ReleaseKey.parse(execution.workflowId().substring(ID.length()));
  }
}
