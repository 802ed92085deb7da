package dev.slipway.gitops.render.tool;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that renders. What is rendered must not depend on which worker does it, so one that is
 * found on the PATH has to be of the pinned minor version; {@code tools/render/build} makes exactly
 * the pinned one.
 */
public enum RenderTool {
  KUSTOMIZE("kustomize", "5.8.2", List.of("version")),
  HELM("helm", "4.3.2", List.of("version", "--short"));

  private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+)\\.\\d+");

  private final String command;
  private final String version;
  private final List<String> question;

  RenderTool(String command, String version, List<String> question) {
    this.command = command;
    this.version = version;
    this.question = question;
  }

  /** Name of the executable. */
  public String command() {
    return command;
  }

  /** The pinned version, as {@code 5.8.2}. */
  public String version() {
    return version;
  }

  /** The arguments that make it say its version. */
  List<String> question() {
    return question;
  }

  /**
   * Why a program cannot be used; empty when it can.
   *
   * @param answer what it says to {@link #question}
   */
  Optional<String> objection(String answer) {
    Matcher matcher = VERSION.matcher(answer);
    if (!matcher.find()) {
      return Optional.of("does not say its version");
    }
    String minor = version.substring(0, version.lastIndexOf('.'));
    return matcher.group(1).equals(minor)
        ? Optional.empty()
        : Optional.of("is version " + matcher.group() + ", not " + minor);
  }
}
