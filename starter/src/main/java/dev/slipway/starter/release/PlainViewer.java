package dev.slipway.starter.release;

import dev.slipway.starter.Surroundings;

/** Prints one line for each change. */
final class PlainViewer implements Viewer {

  private final Surroundings here;
  private final ReleaseChanges changes = new ReleaseChanges();
  private boolean silent;

  PlainViewer(Surroundings here) {
    this.here = here;
  }

  @Override
  public void show(ReleaseView view) {
    silent = false;
    here.console().print(changes.next(view, here.times()));
  }

  @Override
  public void silence(String sentence) {
    if (!silent) {
      silent = true;
      here.console().say(sentence + " Watching goes on.");
    }
  }

  @Override
  public void close() {
    here.console().out().flush();
  }
}
