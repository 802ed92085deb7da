package dev.slipway.benchmarks.release;

import io.temporal.workflow.Workflow;

/** See {@link BareEntity}. */
public final class BareEntityImpl implements BareEntity {

  private int words;

  @Override
  public void run() {
    Workflow.await(() -> Workflow.getInfo().isContinueAsNewSuggested());
    Workflow.newContinueAsNewStub(BareEntity.class).run();
  }

  @Override
  public void word(String word) {
    words++;
  }

  @Override
  public int words() {
    return words;
  }
}
