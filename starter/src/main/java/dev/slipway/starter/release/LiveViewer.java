package dev.slipway.starter.release;

import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.LiveScreen;
import dev.slipway.starter.screen.Paint;
import java.util.ArrayList;
import java.util.List;

/** Draws the release again and again in place. */
final class LiveViewer implements Viewer {

  private final Surroundings here;
  private final LiveScreen screen;
  private List<Line> shown = List.of();

  LiveViewer(Surroundings here) {
    this.here = here;
    screen = LiveScreen.open(here.console());
  }

  @Override
  public void show(ReleaseView view) {
    shown = new ReleaseScreen(view, here.times()).lines();
    screen.draw(shown);
  }

  @Override
  public void silence(String sentence) {
    List<Line> lines = new ArrayList<>(shown);
    lines.add(Line.empty());
    lines.add(Line.of("  ").outside(Paint.YELLOW, sentence + " Watching goes on."));
    screen.draw(lines);
  }

  @Override
  public void close() {
    screen.close();
  }
}
