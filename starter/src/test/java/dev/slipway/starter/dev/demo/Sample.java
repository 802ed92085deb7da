package dev.slipway.starter.dev.demo;

import java.nio.file.Path;

/** Where the sample service lies in this clone. */
final class Sample {

  static final Path FOLDER = Path.of("..", "examples", "shop").toAbsolutePath().normalize();

  private Sample() {}
}
