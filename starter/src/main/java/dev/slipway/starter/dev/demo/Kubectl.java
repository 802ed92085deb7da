package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The installed {@code kubectl}, on one context of the person's own kubeconfig. */
final class Kubectl {

  /** A cluster that is away is told apart from a slow one by now. */
  private static final String REQUEST_LIMIT = "--request-timeout=15s";

  private static final int LIMIT_SECONDS = 150;
  private static final Path ANYWHERE = Path.of("/");

  private final InstalledTool tool;
  private final String context;

  private Kubectl(InstalledTool tool, String context) {
    this.tool = tool;
    this.context = context;
  }

  /**
   * @param environment names the kubeconfig, as {@code KUBECONFIG}, and where kubectl is
   */
  static Kubectl installed(Map<String, String> environment, String context) {
    return new Kubectl(
        new InstalledTool(
            InstalledTool.find("kubectl", environment),
            List.of("--context", context),
            surroundings -> {
              surroundings.clear();
              surroundings.putAll(environment);
            }),
        context);
  }

  /** What a person types for the same cluster. */
  String words() {
    return "kubectl --context " + context;
  }

  /** Asks; the answer may be no. */
  InstalledTool.Ended ask(String... arguments) {
    List<String> bounded = new ArrayList<>(List.of(arguments));
    bounded.add(REQUEST_LIMIT);
    return tool.run(ANYWHERE, LIMIT_SECONDS, bounded);
  }

  /**
   * @throws DevException when it fails: what it said is in the sentence
   */
  String required(String... arguments) {
    return tool.required(ANYWHERE, LIMIT_SECONDS, List.of(arguments));
  }
}
