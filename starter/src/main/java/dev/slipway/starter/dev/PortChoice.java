package dev.slipway.starter.dev;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Ports of a stack that may have run before: what runs stays, the rest prefers its old port. */
final class PortChoice {

  private final Optional<DevMarker> before;
  private final Ports ports;

  PortChoice(Optional<DevMarker> before, PortLeases leases) {
    this.before = before;
    ports = new Ports(leases);
  }

  /**
   * @param running whether the process behind the port runs
   * @param address of it in the marker
   * @param asked by a person
   */
  int of(
      boolean running,
      Function<DevMarker, String> address,
      OptionalInt asked,
      int usual,
      String option) {
    OptionalInt old = before.map(address).map(PortChoice::portOf).orElse(OptionalInt.empty());
    if (running && old.isPresent()) {
      if (asked.isPresent() && asked.getAsInt() != old.getAsInt()) {
        throw new DevException(
            "It runs on port "
                + old.getAsInt()
                + " already: run slipway dev stop first, then give "
                + option
                + " "
                + asked.getAsInt()
                + " again.");
      }
      return old.getAsInt();
    }
    return ports.choose(asked, old.orElse(usual), option);
  }

  private static OptionalInt portOf(String address) {
    if (address.isEmpty()) {
      return OptionalInt.empty();
    }
    int port = URI.create(address.contains("://") ? address : "tcp://" + address).getPort();
    return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
