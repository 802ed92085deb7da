package dev.slipway.benchmarks.canary;

import java.util.List;

/** The rules of the field, with their documented settings and with faster ones. */
final class Peers {

  static final List<Rule> ALL =
      List.of(
          Flagger.DOCUMENTED,
          Flagger.FAST,
          ArgoRollouts.DOCUMENTED,
          ArgoRollouts.TYPICAL,
          ArgoRollouts.STRICT,
          KayentaJudge.DOCUMENTED,
          KayentaJudge.FAST,
          ZTest.FIXED_HORIZON,
          ZTest.PEEKING,
          ZTest.CALIBRATED);

  private Peers() {}
}
