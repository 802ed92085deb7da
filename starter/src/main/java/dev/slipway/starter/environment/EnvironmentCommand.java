package dev.slipway.starter.environment;

import dev.slipway.starter.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway environment}: the group. */
@Command(
    name = "environment",
    aliases = "env",
    description = "Shows and steers what is live in an environment.")
public final class EnvironmentCommand {

  @Mixin private final CommonOptions common = new CommonOptions();

  /** Options of the group itself. */
  CommonOptions common() {
    return common;
  }
}
