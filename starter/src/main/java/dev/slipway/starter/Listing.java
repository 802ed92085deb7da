package dev.slipway.starter;

import dev.slipway.starter.screen.Table;
import dev.slipway.starter.server.Json;
import java.util.List;
import java.util.function.Function;

/**
 * How a list command tells what it has found.
 *
 * @param nothing is said where nothing fits, with what a person can do
 * @param table for a person's eyes
 */
public record Listing<T>(String nothing, Function<List<T>, Table> table) {

  /**
   * @return the exit code: nothing is an answer, too
   */
  public int print(Surroundings here, CommonOptions common, List<T> found) {
    if (common.isJson()) {
      Json.print(here.console(), found);
    } else if (found.isEmpty()) {
      here.console().say(nothing);
    } else {
      here.console().print(table.apply(found).lines());
    }
    return ExitCode.DONE.code();
  }
}
