package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevMarker;
import java.util.Optional;

/** Who sits at the terminal, and how they call Slipway; the launcher tells both. */
final class Attendance {

  private Attendance() {}

  static boolean isAtTerminal() {
    return Boolean.getBoolean("slipway.terminal");
  }

  /** The words that find this stack from another terminal, in whatever directory that is. */
  static String program(DevMarker marker) {
    String name = Optional.ofNullable(System.getProperty("slipway.program")).orElse("slipway");
    return "SLIPWAY_STATE=" + marker.state() + " " + name;
  }
}
