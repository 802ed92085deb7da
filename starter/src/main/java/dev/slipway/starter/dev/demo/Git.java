package dev.slipway.starter.dev.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The installed {@code git}. What a person has configured for themselves (signing, hooks, another
 * first branch) has no say in the demo's repositories.
 */
final class Git {

  private static final int LIMIT_SECONDS = 60;

  private final InstalledTool tool;

  private Git(InstalledTool tool) {
    this.tool = tool;
  }

  static Git installed(Map<String, String> environment) {
    return new Git(
        new InstalledTool(
            InstalledTool.find("git", environment),
            List.of("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"),
            Git::surround));
  }

  /**
   * @return what it printed, without the end of the last line
   * @throws dev.slipway.starter.dev.DevException when it fails: what it said is in the sentence
   */
  String in(Path directory, String... arguments) {
    return tool.required(directory, LIMIT_SECONDS, List.of(arguments));
  }

  private static void surround(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("LC_ALL", "C");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "Dora Developer");
      environment.put("GIT_" + role + "_EMAIL", "dora@example.com");
    }
  }
}
