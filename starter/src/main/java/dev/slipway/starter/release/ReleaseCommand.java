package dev.slipway.starter.release;

import dev.slipway.starter.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway release}: the group. */
@Command(
    name = "release",
    description = "Starts, watches and steers releases.",
    footer = {
      "",
      "RELEASE is a whole key (shop/1f2e3d4c5b6a-1), any part of its beginning that fits one release",
      "only, a commit, or the name of a service, which means its newest release."
    })
public final class ReleaseCommand {

  @Mixin private final CommonOptions common = new CommonOptions();

  /** Options of the group itself. */
  CommonOptions common() {
    return common;
  }
}
