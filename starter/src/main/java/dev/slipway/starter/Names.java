package dev.slipway.starter;

import java.util.regex.Pattern;

/** Names that a person types and that become part of an id. */
public final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Names() {}

  /**
   * @param what such as {@code service}, for the sentence
   * @throws CliException USAGE
   */
  public static String checked(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new CliException(
          ExitCode.USAGE,
          "'"
              + name
              + "' is not the name of a "
              + what
              + ": use letters, digits, dots, dashes and underscores only.");
    }
    return name;
  }
}
