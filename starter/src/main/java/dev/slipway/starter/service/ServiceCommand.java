package dev.slipway.starter.service;

import dev.slipway.starter.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway service}: the group. */
@Command(name = "service", description = "Shows services and their releases under way.")
public final class ServiceCommand {

  @Mixin private final CommonOptions common = new CommonOptions();

  /** Options of the group itself. */
  CommonOptions common() {
    return common;
  }
}
