package dev.slipway.benchmarks.canary;

/** A way to decide about canaries, with its settings. */
interface Rule {

  /** With the settings that matter, for the table. */
  String name();

  /** A release under this rule. */
  Trial begin(Scenario scenario);

  /** What a rule says after a block. */
  enum Decision {
    GO_ON,
    ROLL_BACK,
    PROMOTE
  }

  /** One release: looks at block after block until it is decided. */
  interface Trial {

    /** Share of the traffic that the canary gets in the next block, 0 to 1. */
    double weight();

    /** Stable's share that is compared with ends here; a fresh baseline is only part of it. */
    default double baselineUntil() {
      return 1;
    }

    /** Takes a block into account. */
    Decision after(Served canary, Served baseline);
  }
}
