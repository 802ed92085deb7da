package dev.slipway.starter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Who gives an order, and why. The name is not verified: a policy may demand the forge's review
 * instead.
 */
public final class Person {

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "who you are (default: $SLIPWAY_USER, git config user.name, $USER)")
  private @Nullable String by;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; it is recorded")
  private String reason = "";

  public String reason() {
    return reason;
  }

  /**
   * @throws CliException USAGE when nothing tells the name
   */
  public String name(Surroundings here) {
    return given(by)
        .or(() -> given(here.environment().get("SLIPWAY_USER")))
        .or(() -> here.programs().ask(here.directory(), List.of("git", "config", "user.name")))
        .flatMap(Person::given)
        .or(() -> given(here.environment().get("USER")))
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE, "Say who you are: --by NAME, or set SLIPWAY_USER."));
  }

  private static Optional<String> given(@Nullable String name) {
    return Optional.ofNullable(name).map(String::strip).filter(text -> !text.isEmpty());
  }
}
