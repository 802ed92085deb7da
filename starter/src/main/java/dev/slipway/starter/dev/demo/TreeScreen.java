package dev.slipway.starter.dev.demo;

import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CountText;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.dev.demo.LoadGenerator.Count;
import dev.slipway.starter.release.ReleaseScreen;
import dev.slipway.starter.release.ReleaseView;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.LiveScreen;
import dev.slipway.starter.screen.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tree of {@code slipway release watch}, drawn in place, with what customers see below it. */
final class TreeScreen implements DemoScreen {

  private final Surroundings here;
  private final Supplier<Count> customers;
  private @Nullable LiveScreen live;

  TreeScreen(Surroundings here, Supplier<Count> customers) {
    this.here = here;
    this.customers = customers;
  }

  @Override
  public void show(ReleaseStatus release, Optional<RolloutStatus> rollout) {
    ReleaseView view = new ReleaseView(release, rollout.stream().toList(), List.of(), false);
    List<Line> lines = new ArrayList<>(new ReleaseScreen(view, here.times()).lines());
    Count count = customers.get();
    if (count.answered() > 0) {
      lines.add(Line.empty());
      lines.add(
          Line.of("  customers   ")
              .add(
                  count.failed() == 0 ? Paint.DIM : Paint.YELLOW,
                  CountText.of(count.answered())
                      + " requests since the demo began, "
                      + CountText.of(count.failed())
                      + " failed"));
    }
    if (live == null) {
      live = LiveScreen.open(here.console());
    }
    live.draw(lines);
  }

  @Override
  public void leave() {
    if (live != null) {
      live.close();
      live = null;
    }
  }
}
