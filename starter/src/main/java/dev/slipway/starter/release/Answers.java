package dev.slipway.starter.release;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.server.Json;
import java.util.Map;

/** What an order was answered. */
final class Answers {

  private Answers() {}

  /**
   * @param target the release or rollout that answers
   */
  static void print(Surroundings here, CommonOptions common, String target, String said) {
    if (common.isJson()) {
      Json.print(here.console(), Map.of("target", target, "answer", said));
    } else {
      here.console().print(Line.of(Paint.BOLD, target).add(": ").outside(said));
    }
  }
}
