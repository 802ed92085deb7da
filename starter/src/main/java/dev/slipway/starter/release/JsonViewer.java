package dev.slipway.starter.release;

import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import java.util.Optional;

/** Prints one JSON document a line, whenever something is different. */
final class JsonViewer implements Viewer {

  private final Surroundings here;
  private Optional<ReleaseView> last = Optional.empty();

  JsonViewer(Surroundings here) {
    this.here = here;
  }

  @Override
  public void show(ReleaseView view) {
    if (!last.equals(Optional.of(view))) {
      Json.printLine(here.console(), view);
      last = Optional.of(view);
    }
  }

  @Override
  public void silence(String sentence) {
    here.console().say(sentence + " Watching goes on.");
  }

  @Override
  public void close() {
    here.console().out().flush();
  }
}
